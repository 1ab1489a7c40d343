/* What a phone keeps for a day without signal. {#- A template: pufa/worker.py fills in what the build knows. #}

   In the background: the core (front page, topics, telephones, the page for "no signal", scripts, the heart of the
   search). Besides: pages that were read, the board that led here, files of the search that were loaded. Pages come from
   the network if it answers in time, else from the phone, and then the page says so. Withdrawn pages leave the phone.
   Syntax of 2017: Chromium 78 has to read it. */
{% if core %}
(function () {
  "use strict";
  var CORE = {{ core|tojson }};
  var WITHDRAWN = {{ withdrawn|tojson }};
  var PATIENCE = 3000; // milliseconds that a kept page waits for a newer one
  var MOST = { pages: 40, boards: 4, search: 300 };
  var ROOT = new URL("./", self.location.href).href;
  var NAME = "pufa " + new URL(ROOT).pathname + " ";
  var NAMES = { core: NAME + "core", pages: NAME + "pages", search: NAME + "search " + CORE["search/meta.js"] };
  var served = {}; // client → what became of its page, until it asks

  /* Of a URL, from the site's root, as the build names it; null outside of the site. */
  function placeOf(url) {
    var whole = url.split(/[?#]/)[0];
    return whole.indexOf(ROOT) === 0 ? whole.slice(ROOT.length).replace(/(^|\/)index\.html$/, "$1") : null;
  }

  function isPage(place) { return /(^|\/|\.html)$/.test(place); }

  function isWhole(answer) { return answer.status === 200 && answer.type === "basic" && !answer.redirected; }

  /* A file of the core lies under its content's hash: an update loads only what has changed. */
  function keyOf(place) { return ROOT + place.split("?")[0] + "?" + CORE[place]; }

  function wait(milliseconds) { return new Promise(function (resolve) { setTimeout(resolve, milliseconds); }); }

  async function findInCore(place) {
    return CORE[place] ? (await caches.open(NAMES.core)).match(keyOf(place)) : undefined;
  }

  async function find(place) {
    return (await (await caches.open(NAMES.pages)).match(ROOT + place)) || findInCore(place);
  }

  /* The oldest go. */
  async function trim(cache, keys, most) {
    for (var i = 0; i < keys.length - most; i++) { await cache.delete(keys[i]); }
  }

  /* Keep a page. Returns whether it differs from the copy that was kept before. */
  async function keep(place, answer) {
    if (WITHDRAWN.indexOf(place) >= 0) { return false; }
    var before = await find(place);
    var changed = Boolean(before) && (await before.text()) !== (await answer.clone().text());
    if (before && !changed && CORE[place]) { return false; }
    var pages = await caches.open(NAMES.pages);
    await pages.delete(ROOT + place); // the newest stands last
    await pages.put(ROOT + place, answer);
    var keys = await pages.keys();
    var isBoard = function (key) { return /^b\//.test(placeOf(key.url)); };
    await trim(pages, keys.filter(isBoard), MOST.boards);
    await trim(pages, keys.filter(function (key) { return !isBoard(key); }), MOST.pages);
    return changed;
  }

  async function forget(places) {
    var pages = await caches.open(NAMES.pages);
    await Promise.all(places.map(function (place) { return pages.delete(ROOT + place); }));
  }

  async function fetchPage(event) {
    var answer = (await event.preloadResponse) || (await fetch(event.request));
    if (answer.status >= 500) { throw new Error(answer.status); }
    return answer;
  }

  /* Withdrawn pages leave, and pages that speak of them: a board shows the words of a case. */
  async function forgetWithdrawn() {
    var pages = await caches.open(NAMES.pages);
    for (var key of await pages.keys()) {
      var text = await (await pages.match(key)).text();
      var isTouched = WITHDRAWN.some(function (place) {
        return place === placeOf(key.url) || text.indexOf("/" + place.split("/").slice(-2)[0] + "/") >= 0;
      });
      if (isTouched) { await pages.delete(key); }
    }
  }

  /* Keep or forget what the network said; "changed" if it is not what the phone had. */
  async function learn(place, answer) {
    if (answer.status === 404 || answer.status === 410) { await forget([place]); }
    return isWhole(answer) && (await keep(place, answer)) ? "changed" : "";
  }

  async function showPage(event, place) {
    var kept = await find(place);
    var fresh = fetchPage(event);
    var outcome = fresh.then(function (answer) { return learn(place, answer.clone()); }, function () { return "unreachable"; });
    event.waitUntil(outcome);
    if (!kept) { return fresh.catch(explain); }
    var answer = await Promise.race([fresh.catch(function () {}), wait(PATIENCE)]);
    if (answer) { return answer; }
    served[event.resultingClientId] = outcome;
    return kept;
  }

  /* The page for "no signal", shown at the address that was wanted, so that loading it again tries again. */
  async function explain() {
    var page = await find("offline/");
    var root = new URL(ROOT).pathname;
    var text = (await page.text()).replace(/="\.\.\//g, '="' + root);
    return new Response(text, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
  }

  /* A script belongs to the page that names its version. */
  async function loadScript(request, place) {
    var core = await caches.open(NAMES.core);
    return (await findInCore(place + new URL(request.url).search)) || fetch(request).catch(function () {
      return core.match(ROOT + place, { ignoreSearch: true }).then(function (any) { return any || Response.error(); });
    });
  }

  async function loadSearchFile(request, place) {
    var cache = await caches.open(NAMES.search);
    var isHeart = place === "search/meta.js"; // it names the folder and the version of all the others
    var same = await cache.match(request.url);
    if (same && !isHeart) { return same; }
    var kept = (await cache.match(request.url, { ignoreSearch: true })) || (await findInCore(place));
    var fresh = fetch(request).then(async function (answer) {
      if (isWhole(answer)) {
        await cache.delete(request.url, { ignoreSearch: true });
        await cache.put(request.url, answer.clone());
        await trim(cache, await cache.keys(), MOST.search);
      }
      return answer;
    });
    if (!kept) { return fresh; }
    return (await Promise.race([fresh.catch(function () {}), wait(PATIENCE)])) || kept;
  }

  async function fillCore() {
    var core = await caches.open(NAMES.core);
    for (var place of Object.keys(CORE)) { // one after another: the reader's own page goes first
      if (await core.match(keyOf(place))) { continue; }
      var answer = await fetch(ROOT + place, { cache: "no-cache" });
      if (!isWhole(answer)) { throw new Error(place); }
      await core.put(keyOf(place), answer);
    }
  }

  async function clear() {
    var core = await caches.open(NAMES.core);
    var wanted = Object.keys(CORE).map(keyOf);
    for (var key of await core.keys()) {
      if (wanted.indexOf(key.url) < 0) { await core.delete(key); }
    }
    for (var name of await caches.keys()) {
      if (name.indexOf(NAME) === 0 && Object.values(NAMES).indexOf(name) < 0) { await caches.delete(name); }
    }
    await forgetWithdrawn();
  }

  /* An open page whose text is another by now is told. */
  async function compare(client) {
    var place = placeOf(client.url);
    if (place === null || !(await find(place))) { return; }
    var answer = await fetch(ROOT + place, { cache: "no-cache" }).catch(function () {});
    if (answer && (await learn(place, answer)) === "changed") { client.postMessage("changed"); }
  }

  self.addEventListener("install", function (event) {
    event.waitUntil(fillCore().then(forgetWithdrawn).then(function () { return self.skipWaiting(); }));
  });

  self.addEventListener("activate", function (event) {
    event.waitUntil((async function () {
      if (self.registration.navigationPreload) { await self.registration.navigationPreload.enable(); }
      await self.clients.claim();
      await Promise.all((await self.clients.matchAll({ type: "window" })).map(compare));
      await clear();
      await forget(Object.keys(CORE)); // the core is newer than what was kept of it
    })());
  });

  self.addEventListener("fetch", function (event) {
    var request = event.request;
    var place = placeOf(request.url);
    if (request.method !== "GET" || place === null) { return; }
    if (request.mode === "navigate") {
      if (isPage(place)) { event.respondWith(showPage(event, place)); }
    } else if (/^assets\/[^\/]+\.js$/.test(place)) {
      event.respondWith(loadScript(request, place));
    } else if (/^search\/.+\.js$/.test(place)) {
      event.respondWith(loadSearchFile(request, place));
    }
  });

  /* A page is there and read: it hears what became of it; it and the one before it are kept if they came past us. */
  self.addEventListener("message", function (event) {
    var client = event.source;
    event.waitUntil((async function () {
      var outcome = await served[client.id];
      delete served[client.id];
      if (outcome) { client.postMessage(outcome); }
      for (var url of [client.url, event.data.from]) {
        var place = placeOf(url || "");
        if (place !== null && isPage(place) && !(await find(place))) {
          await fetch(ROOT + place).then(function (answer) { return learn(place, answer); }).catch(function () {});
        }
      }
    })());
  });
})();
{% else %}
/* Here the site keeps nothing: a worker of earlier days takes its leave. */
self.addEventListener("install", function () { self.skipWaiting(); });
self.addEventListener("activate", function (event) {
  var name = "pufa " + new URL("./", self.location.href).pathname + " ";
  event.waitUntil(caches.keys().then(function (names) {
    return Promise.all(names.filter(function (one) { return one.indexOf(name) === 0; }).map(function (one) { return caches.delete(one); }));
  }).then(function () { return self.registration.unregister(); }));
});
{% endif %}

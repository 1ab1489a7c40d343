/* On the page for "no signal": the pages that this phone keeps, newest first. */
(function () {
  "use strict";
  var list = document.querySelector("[data-kept]");
  if (!list || !window.caches) { return; }
  var root = document.currentScript.src.replace(/assets\/[^\/]*$/, "");
  function write(url, text) {
    var page = new DOMParser().parseFromString(text, "text/html");
    var heading = page.querySelector("h1");
    if (!heading) { return; }
    var item = document.createElement("li");
    var link = document.createElement("a");
    link.href = url;
    link.textContent = heading.textContent;
    item.appendChild(link);
    list.insertBefore(item, list.firstChild);
  }
  caches.open("pufa " + new URL(root).pathname + " pages").then(function (cache) {
    return cache.keys().then(function (keys) {
      return keys.reduce(function (before, key) {
        return before.then(function () { return cache.match(key); }).then(function (answer) { return answer.text(); })
          .then(function (text) { write(key.url, text); });
      }, Promise.resolve());
    });
  }).then(function () { list.parentNode.hidden = !list.children.length; }).catch(function () { /* nothing is kept */ });
})();

/* 几个镇一起搜。Stands in the place of search.js on the district's page: search-page.js, which follows in the same file,
   asks window.pufaSearch as it does in a town, and gets the answers of all towns that are ticked, best first.

   Every town is asked through its own search.js, loaded once for all towns that have the very same file: a town whose
   build failed keeps its old site, and its old index is read by the script that belongs to it. They run side by side
   in the page and share nothing but the script. A Worker for each town was measured as well: it took three times the memory
   (6 towns, six questions: 4.5 MB against 1.5 MB; 24 towns: 17.9 against 4.9), its own copy of the script (4 kB a town),
   and file:// refuses it.

   Scores of towns are compared as they are: search.js gives shares of what the question is worth (1 is all its words
   at their strongest), not sums that grow with the index. What it is worth depends on how the town reads it, so that
   all are asked in one reading, and one who corrects it into other words counts for the part that is left of it. */
(function () {
  "use strict";
  var SHOWN = 5, BATCH = 2; // results of a list, and of a town at a time
  var CITED = 50; // a score above it: the article that the question names, for which there are no readings
  var SLOW = 2000, PATIENCE = 8000; // milliseconds: until it is told who is waited for; until the others are shown
  var ONCE = { "法条": 1, "类别": 1 }; // the same in every town
  var form = document.querySelector("form[data-root]");
  var status = document.getElementById("towns-status"), summary = form.querySelector("summary");
  var scripts = {}, queue = Promise.resolve(), current;
  var towns = [].map.call(form.querySelectorAll("[name=town]"), function (box, place) {
    return { place: place, box: box, root: box.value, name: box.parentNode.textContent.trim() };
  });

  function addScript(url) {
    return new Promise(function (resolve, reject) {
      var script = document.createElement("script");
      script.src = url;
      script.onload = function () { script.remove(); resolve(); };
      script.onerror = reject;
      document.head.appendChild(script);
    });
  }

  /* A town's search.js, or the same file of another town. */
  function loadScript(town) {
    var version = town.box.getAttribute("data-engine");
    if (!scripts[version]) {
      scripts[version] = addScript(town.root + "assets/search.js?" + version).then(function () { return window.pufaSearch; });
      scripts[version].catch(function () { delete scripts[version]; });
    }
    return scripts[version];
  }

  /* From a folder fetch is refused. The files come as scripts, which do not say of which town they are: one by one. */
  function readFile(town) {
    return function (path, name) {
      var wanted = queue.then(function () {
        return new Promise(function (resolve, reject) {
          window.pufaFound = function (found, value) { if (found === name) { resolve(value); } };
          addScript(town.root + path).then(reject, reject); // rejected after it was resolved: nothing
        });
      });
      queue = wanted.catch(function () {});
      return wanted;
    };
  }

  function open(town) {
    if (!town.engine) {
      town.engine = loadScript(town).then(function (pufaSearch) {
        return pufaSearch(town.root, location.protocol === "file:" ? readFile(town) : null);
      });
      town.engine.catch(function () { town.engine = null; });
    }
    return town.engine;
  }

  function ticked() { return towns.filter(function (town) { return town.box.checked; }); }

  function start() {
    ticked().forEach(function (town) {
      open(town).then(function (engine) { return engine.start(); }).catch(function () { /* told when it is asked */ });
    });
  }

  /* Ask a town: its next results, and how it read the question. */
  function ask(town, text, from) {
    return open(town).then(function (engine) { return engine.query(text, { from: from, count: BATCH }); }).then(function (found) {
      found.results.forEach(function (result) { result.town = town; });
      return { town: town, text: text, items: found.results, asked: found.asked, words: found.words, more: found.more,
        next: from + BATCH, share: 1, last: Infinity, best: found.results.length ? found.results[0].score : 0 };
    });
  }

  function plain(text) { return text.normalize("NFKC").toLowerCase().replace(/[^\u3007\u3400-\u9fff0-9a-z]/g, ""); }

  /* The answer whose reading is the question's: the best of those who read it as it is written, unless another that
     reads it differently is more than twice as good. */
  function chooseReading(text, answers) {
    function best(list) { return list.reduce(function (a, b) { return b.best > a.best ? b : a; }, { best: 0 }); }
    var literal = best(answers.filter(function (answer) { return plain(answer.asked) === plain(text); })), any = best(answers);
    return literal.best * 2 >= any.best ? literal : any;
  }

  /* All answers to one reading of the question. */
  function agree(text, answers) {
    var chosen = chooseReading(text, answers);
    if (!chosen.asked || chosen.best > CITED) { return answers; }
    return Promise.all(answers.map(function (answer) {
      if (answer.asked === chosen.asked || answer.best > CITED) { return answer; }
      return ask(answer.town, chosen.asked.normalize("NFKC"), 0).then(function (again) {
        if (again.asked !== chosen.asked) {
          again.share = chosen.words.filter(function (word) { return again.words.indexOf(word) >= 0; }).length / chosen.words.length;
        }
        return again;
      }, function () { return answer; });
    }));
  }

  /* As if another topic had been chosen: the question is asked again. */
  function askAgain() { form.elements.topic.dispatchEvent(new Event("change")); }

  function names(list) { return list.map(function (town) { return town.name; }).join("、"); }

  /* Ask all that are ticked. Returns the answers of those who answer in time; who comes later has the page ask again. */
  function begin(text) {
    var asked = ticked(), answers = [], lost = [], shown = null, mine = { seen: {}, merged: [] };
    current = mine;

    function tell() {
      if (current !== mine) { return; }
      var late = asked.filter(function (town) {
        return lost.indexOf(town) < 0 && !answers.some(function (answer) { return answer.town === town; });
      });
      status.textContent = !asked.length ? "一个镇也没有勾，请先勾上要找的镇。"
        : (late.length ? "还在等" + names(late) + "。" : "")
          + (lost.length ? names(lost) + "的搜索没有打开" + (answers.length ? "，下面是别的镇的。" : "。") : "");
    }

    status.textContent = "";
    mine.ready = new Promise(function (resolve, reject) {
      var slow = setTimeout(tell, SLOW), isLate = false;
      function look() {
        var isWhole = answers.length + lost.length === asked.length;
        if (shown) {
          if (isWhole && answers.length > shown.length && current === mine) { askAgain(); }
          tell();
        } else if (isWhole || isLate && answers.length) {
          shown = answers.slice();
          clearTimeout(slow);
          tell();
          if (lost.length && !shown.length) { reject(new Error(names(lost))); } else { resolve(shown); }
        }
      }
      setTimeout(function () { isLate = true; if (!shown) { look(); } }, PATIENCE);
      asked.forEach(function (town) {
        ask(town, text, 0).then(function (answer) { answers.push(answer); }, function () { lost.push(town); }).then(look);
      });
      if (!asked.length) { look(); }
    }).then(function (found) { return agree(text, found); }).then(function (found) {
      mine.answers = found.sort(function (a, b) { return a.town.place - b.town.place; });
      return mine;
    });
    return mine.ready;
  }

  function refill(answer) {
    return ask(answer.town, answer.text, answer.next).then(function (found) {
      answer.items = found.items;
      answer.more = found.more;
      answer.next = found.next;
    }, function () { answer.more = false; });
  }

  function scoreOf(answer) { return answer.items[0].score * answer.share; }

  /* The best that is left; of equals the first town's. A town is asked for more only if that could be better. */
  function merge(search, most) {
    var full = search.answers.filter(function (answer) { return answer.items.length; });
    var best = full.reduce(function (a, b) { return a && scoreOf(a) >= scoreOf(b) ? a : b; }, null);
    var dry = search.answers.filter(function (answer) {
      return !answer.items.length && answer.more
        && (!best || answer.last > scoreOf(best) || answer.last === scoreOf(best) && answer.town.place < best.town.place);
    });
    if (search.merged.length >= most) { return Promise.resolve(search); }
    if (dry.length) { return Promise.all(dry.map(refill)).then(function () { return merge(search, most); }); }
    if (!best) { return Promise.resolve(search); }
    best.last = scoreOf(best);
    add(search, best.items.shift(), best.last);
    return merge(search, most);
  }

  /* An article stands once in the list, and leads to the first town that is known to have it. */
  function add(search, result, score) {
    var town = result.town, key = result.kind + result.address;
    if (ONCE[result.kind]) {
      if (search.seen[key]) { return; }
      search.seen[key] = 1;
      town = search.answers.filter(function (answer) {
        return answer.town === town || answer.items.some(function (other) { return other.kind + other.address === key; });
      })[0].town;
    }
    result.score = score;
    result.address = town.root + result.address;
    result.village = town.name + (result.village ? " " + result.village : "");
    search.merged.push(result);
  }

  function query(text, options) {
    var from = options.from, going = from ? current.ready : begin(text);
    return going.then(function (search) { return merge(search, from + SHOWN); }).then(function (search) {
      return {
        results: search.merged.slice(from, from + SHOWN),
        words: [].concat.apply([], search.answers.map(function (answer) { return answer.words; })),
        more: search.merged.length > from + SHOWN || search.answers.some(function (answer) { return answer.items.length || answer.more; })
      };
    });
  }

  /* Which towns were ticked is kept on this phone only; where that is refused it is as at first. */
  function keepTicks() {
    try { localStorage.setItem("pufa-towns", JSON.stringify(ticked().map(function (town) { return town.root; }))); } catch (refused) { /* nothing */ }
  }

  function recallTicks() {
    var kept = null;
    try { kept = JSON.parse(localStorage.getItem("pufa-towns")); } catch (refused) { /* nothing */ }
    if (!kept || !towns.some(function (town) { return kept.indexOf(town.root) >= 0; })) { return; }
    towns.forEach(function (town) { town.box.checked = kept.indexOf(town.root) >= 0; });
  }

  function tellTicks() {
    var count = ticked().length;
    summary.textContent = count === towns.length ? "在全部 " + count + " 个镇里找" : "在 " + towns.length + " 个镇中的 " + count + " 个里找";
  }

  function change() {
    keepTicks();
    tellTicks();
    askAgain();
  }

  towns.forEach(function (town) { town.box.addEventListener("change", change); });
  document.getElementById("all-towns").addEventListener("click", function () {
    var isAll = ticked().length === towns.length;
    towns.forEach(function (town) { town.box.checked = !isAll; });
    change();
  });
  recallTicks();
  tellTicks();
  window.pufaSearch = function () { return { query: query, start: start }; };
})();

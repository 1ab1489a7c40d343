/* 搜索页：results while typing, filters, 最近搜过; the box is a combobox (WAI-ARIA APG), the results its list.
   Without this script the page shows the topics. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-root]");
  if (!form || !window.pufaSearch) { return; }
  var root = form.getAttribute("data-root"), engine = window.pufaSearch(root);
  var input = byId("q"), list = byId("found"), status = byId("search-status"), more = byId("more");
  var recent = byId("recent"), topics = byId("search-topics"), place = -1, turn = 0, typing = false, asked, unsure, timer;
  var ELSEWHERE = "也可以" + topics.querySelector("h2").textContent + "，或者打 12348 问。";
  var WEAK = 1.6; // a best score below it: of 100 questions like residents' two, of questions about anything else most
  var fields = { topic: form.elements.topic, village: form.elements.village };

  function byId(id) { return document.getElementById(id); }

  function make(tag, text, name) {
    var element = document.createElement(tag);
    if (text) { element.textContent = text; }
    if (name) { element.className = name; }
    return element;
  }

  /* A text with the words of the question marked. */
  function mark(parent, text, words) {
    var hit = [], i;
    words.forEach(function (word) {
      for (i = text.indexOf(word); i >= 0; i = text.indexOf(word, i + 1)) {
        for (var j = 0; j < word.length; j++) { hit[i + j] = 1; }
      }
    });
    for (i = 0; i < text.length;) {
      for (var end = i; end < text.length && !hit[end] === !hit[i];) { end++; }
      parent.appendChild(make(hit[i] ? "mark" : "span", text.slice(i, end)));
      i = end;
    }
    return parent;
  }

  /* 2026-11-23 → 2026年11月23日发布; of an article the day since when it holds. */
  function writeDay(result) {
    var day = result.date.split("-");
    return day[2] && day[0] + "年" + +day[1] + "月" + +day[2] + "日" + (result.kind === "法条" ? "起施行" : "发布");
  }

  /* The part of a snippet around the first word that was found. */
  function excerpt(text, words) {
    var first = words.reduce(function (least, word) {
      var at = text.indexOf(word);
      return at >= 0 && at < least ? at : least;
    }, 1e9);
    return first > 30 && first < 1e9 ? "…" + text.slice(first - 12) : text;
  }

  function show(result, words) {
    var item = make("a");
    item.id = "found-" + list.children.length;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.href = root + result.address + (location.protocol === "file:" ? "index.html" : "");
    item.tabIndex = -1;
    item.appendChild(mark(make("b"), result.heading || result.title, words));
    item.appendChild(mark(make("span"), excerpt(result.snippet, words), words));
    var facts = [result.kind, result.heading ? result.title : "", writeDay(result), result.village].filter(Boolean).join(" · ");
    item.appendChild(make("small", facts));
    if (result.note) { item.appendChild(make("strong", result.note)); }
    list.appendChild(item);
  }

  function follow(item) {
    remember(input.value.trim());
    location.href = item.href;
  }

  function choose(next) {
    var items = list.children;
    if (items[place]) { items[place].setAttribute("aria-selected", "false"); }
    place = next;
    if (!items[place]) { input.removeAttribute("aria-activedescendant"); return; }
    items[place].setAttribute("aria-selected", "true");
    items[place].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", items[place].id);
  }

  function clear(text) {
    choose(-1);
    list.textContent = "";
    list.hidden = more.hidden = true;
    input.setAttribute("aria-expanded", "false");
    status.textContent = text || "";
  }

  function search(from) {
    var text = asked = input.value.trim(), mine = ++turn;
    var address = text ? "?q=" + encodeURIComponent(text) : location.pathname;
    Object.keys(fields).forEach(function (name) {
      if (text && fields[name].value) { address += "&" + name + "=" + encodeURIComponent(fields[name].value); }
    });
    try { history.replaceState(null, "", address); } catch (refused) { /* file:// in some browsers */ }
    if (!text) { clear(); tellRecent(); topics.hidden = false; return; }
    engine.query(text, { from: from, topic: fields.topic.value, village: fields.village.value }).then(function (found) {
      if (mine !== turn) { return; }
      if (!from) { clear(); }
      found.results.forEach(function (result) { show(result, plainWords(found.words)); });
      var count = list.children.length;
      if (!from) { unsure = !count || found.results[0].score < WEAK; }
      topics.hidden = !unsure;
      recent.hidden = true;
      list.hidden = !count;
      more.hidden = !found.more;
      input.setAttribute("aria-expanded", String(count > 0));
      status.textContent = !count ? "没有找到，换个说法试试。" + ELSEWHERE
        : unsure ? "没有正好对上的，下面是意思相近的。" + ELSEWHERE
          : "找到 " + count + (found.more ? " 条以上" : " 条");
    }, function () {
      if (mine === turn) { clear("搜索没有打开，请看看网络，再试一次。" + ELSEWHERE); topics.hidden = false; }
    });
  }

  /* Full-width letters and digits of the index, as they are written. */
  function plainWords(words) {
    return words.map(function (word) { return word.normalize("NFKC"); });
  }

  /* Not again for what was asked already: leaving the box is a change, too. */
  function wait() {
    clearTimeout(timer);
    if (!typing && asked !== input.value.trim()) { timer = setTimeout(search, 200, 0); }
  }

  /* 最近搜过 is kept on this phone only; where that is refused there is none. */
  function recents(change) {
    try {
      if (change) { localStorage.setItem("pufa-recent", JSON.stringify(change)); }
      return JSON.parse(localStorage.getItem("pufa-recent")) || [];
    } catch (refused) { return []; }
  }

  function remember(text) {
    if (text) { recents([text].concat(recents().filter(function (old) { return old !== text; })).slice(0, 6)); }
  }

  function tellRecent() {
    var kept = recents(), rows = recent.querySelector("ul");
    rows.textContent = "";
    kept.forEach(function (text) {
      var row = make("li"), button = row.appendChild(make("button", text));
      button.type = "button";
      button.addEventListener("click", function () { input.value = text; search(0); });
      rows.appendChild(row);
    });
    recent.hidden = !kept.length;
  }

  input.addEventListener("focus", function () { engine.start(); });
  input.addEventListener("compositionstart", function () { typing = true; });
  input.addEventListener("compositionend", function () { typing = false; wait(); });
  input.oninput = input.onchange = wait;
  input.addEventListener("keydown", function (event) {
    var last = list.children.length - 1, step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing) { return; }
    if (step && last >= 0) {
      event.preventDefault();
      choose(place + step > last ? -1 : place + step < -1 ? last : place + step);
    } else if (event.key === "Escape") {
      event.preventDefault(); // a search box clears itself; here the first Escape only leaves the list
      if (place < 0) { input.value = ""; wait(); }
      choose(-1);
    } else if (event.key === "Enter" && list.children[place]) {
      event.preventDefault();
      follow(list.children[place]);
    }
  });
  list.addEventListener("click", function () { remember(input.value.trim()); });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    clearTimeout(timer);
    remember(input.value.trim());
    search(0);
  });
  more.addEventListener("click", function () { search(list.children.length); });
  Object.keys(fields).forEach(function (name) { fields[name].addEventListener("change", function () { search(0); }); });
  byId("forget").addEventListener("click", function () { recents([]); tellRecent(); input.focus(); });

  function given(name) {
    var match = new RegExp("[?&]" + name + "=([^&]*)").exec(location.search);
    return match ? decodeURIComponent(match[1].replace(/\+/g, " ")) : "";
  }

  input.value = given("q");
  Object.keys(fields).forEach(function (name) { fields[name].value = given(name); });
  search(0);
})();

/* What a page can do beyond showing itself. Everything is there without it; each part asks first whether the browser
   can do it. Old syntax on purpose (ES5): the phone may be ten years old. */
(function () {
  "use strict";
  var root = document.documentElement;

  function each(selector, work) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), work);
  }

  function say(words) {
    each("[data-said]", function (place) { place.textContent = words; });
  }

  /* 大字: 20, 25, 30 px and back; partials/size.html puts the choice on the next page before it is painted. */
  function startSize(button) {
    button.addEventListener("click", function () {
      var now = /\bbig([12])\b/.exec(root.className);
      var next = now ? (Number(now[1]) + 1) % 3 : 1;
      root.className = root.className.replace(/ *\bbig[12]\b/, "") + (next ? " big" + next : "");
      try { localStorage.setItem("pufa-size", String(next)); } catch (refused) { /* it lasts for this page */ }
    });
  }

  /* 发给家人: the phone's own sheet; in WeChat only its menu can; else the address is copied. */
  function startSend(button) {
    button.addEventListener("click", function () {
      var address = location.href.split("#")[0];
      if (/MicroMessenger/i.test(navigator.userAgent)) {
        say("请点屏幕右上角的“…”，再点“发送给朋友”。");
      } else if (navigator.share) {
        navigator.share({ title: document.title, url: address }).catch(function () { /* the reader went back */ });
      } else {
        copy(address);
      }
    });
  }

  function copy(address) {
    var done = "网址抄好了。打开微信，找到家人，长按输入框，点“粘贴”。";
    var failed = "这个浏览器不能代抄，请抄下网址：" + address;
    if (navigator.clipboard && navigator.clipboard.writeText) {
      navigator.clipboard.writeText(address).then(function () { say(done); }, function () { say(failed); });
      return;
    }
    var box = document.createElement("textarea");
    box.value = address;
    document.body.appendChild(box);
    box.select();
    var copied = false;
    try { copied = document.execCommand("copy"); } catch (refused) { /* told below */ }
    document.body.removeChild(box);
    say(copied ? done : failed);
  }

  /* 听一听: only where a Chinese voice is; WeChat on Android has none. Short pieces: long ones are cut off. */
  function startListen(button) {
    var speech = window.speechSynthesis;
    if (!speech || !window.SpeechSynthesisUtterance) { return; }
    var voice = null;
    function look() {
      var chinese = speech.getVoices().filter(function (one) { return /^(zh|cmn)/i.test(one.lang); });
      var local = chinese.filter(function (one) { return one.localService; });
      voice = local[0] || chinese[0] || null;
      button.hidden = !voice;
    }
    function rest() { button.textContent = "听一听"; }
    function read() {
      var pieces = readable();
      speech.cancel();
      pieces.forEach(function (piece, index) {
        var words = new SpeechSynthesisUtterance(piece);
        words.voice = voice;
        words.lang = voice.lang;
        words.rate = 0.9;
        if (index === pieces.length - 1) { words.onend = rest; }
        speech.speak(words);
      });
      button.textContent = "停";
    }
    button.addEventListener("click", function () {
      if (speech.speaking || speech.pending) { speech.cancel(); rest(); } else { read(); }
    });
    window.addEventListener("pagehide", function () { speech.cancel(); });
    if (speech.addEventListener) { speech.addEventListener("voiceschanged", look); } else { speech.onvoiceschanged = look; }
    look();
  }

  /* What is read aloud: the question, the answer and the story, sentence by sentence; not what is folded. */
  function readable() {
    var pieces = [];
    each("h1, [data-read] h2, [data-read] h3, [data-read] p, [data-read] li", function (block) {
      for (var above = block.parentNode; above && above !== document; above = above.parentNode) {
        if ((above.nodeName === "DETAILS" && !above.open) || above.nodeName === "LI") { return; }
      }
      pieces = pieces.concat((block.textContent || "").match(/[^。！？；\n]+[。！？；]*/g) || []);
    });
    return pieces.filter(function (piece) { return /\S/.test(piece); });
  }

  /* A box above a list of names: hides those that do not contain what was typed. */
  function startFilter(form) {
    var list = document.getElementById(form.getAttribute("data-filter"));
    var input = form.querySelector("input");
    var status = form.querySelector("[role=status]");
    function show() {
      var wanted = input.value.replace(/\s+/g, "").toLowerCase();
      var shown = 0;
      Array.prototype.forEach.call(list.children, function (item) {
        var words = (item.getAttribute("data-find") || "").replace(/\s+/g, "").toLowerCase();
        item.hidden = words.indexOf(wanted) === -1;
        if (!item.hidden) { shown += 1; }
      });
      status.textContent = wanted ? (shown ? "找到 " + shown + " 个村" : "没有这个村名，请换个字试试") : "";
    }
    input.addEventListener("input", show);
    form.addEventListener("submit", function (event) { event.preventDefault(); });
  }

  /* Paper cannot be unfolded: everything is, and where the page came from stands below. */
  function preparePrint() {
    each("main details", function (part) { part.setAttribute("open", ""); });
    var address = location.href.split("#")[0];
    try { address = decodeURI(address); } catch (broken) { /* as it is, then */ }
    each("[data-address]", function (place) { place.textContent = "网址：" + address; });
  }

  each("[data-size]", startSize);
  each("[data-send]", startSend);
  each("[data-listen]", startListen);
  each("form[data-filter]", startFilter);
  window.addEventListener("beforeprint", preparePrint);

  /* Opened from a disk: no server shows the page of a folder, so a link names it. */
  function namePage(event) {
    var way = event.target.closest && event.target.closest("a[href], form[action]");
    var attribute = way && way.nodeName === "FORM" ? "action" : "href";
    if (way && /^file:/.test(way[attribute])) {
      way.setAttribute(attribute, way[attribute].replace(/\/(?=[?#]|$)/, "/index.html"));
    }
  }

  if (location.protocol === "file:") {
    document.addEventListener("click", namePage, true);
    document.addEventListener("submit", namePage, true);
  }

  /* Last, when the page is there and read: keep it for a day without signal (sw.js). */
  function startKeeping(script) {
    var site = script.src.replace(/assets\/[^\/]*$/, "");
    var workers = navigator.serviceWorker;
    workers.addEventListener("message", function (event) { tellState(event.data); });
    workers.register(site + "sw.js").catch(function () { /* no https, or the reader's phone keeps nothing */ });
    workers.ready.then(function (registration) {
      registration.active.postMessage({ from: document.referrer });
      document.addEventListener("visibilitychange", function () {
        if (!document.hidden) { registration.update().catch(function () { /* no signal: another time */ }); }
      });
    });
  }

  /* One line above the page, in words: it is an old copy, or a newer one has come. */
  function tellState(state) {
    var line = document.createElement("p");
    line.className = "notice";
    line.setAttribute("role", "status");
    if (state === "changed") {
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = "有新内容，点这里更新";
      button.addEventListener("click", function () { location.reload(); });
      line.appendChild(button);
    } else {
      line.textContent = "现在连不上网站。您看到的是以前存在手机里的这一页，可能不是最新的。";
    }
    each("main .notice[role=status]", function (old) { old.parentNode.removeChild(old); });
    var main = document.getElementById("main");
    main.insertBefore(line, main.firstChild);
  }

  each("script[data-keep]", function (script) {
    if (!("serviceWorker" in navigator) || !/^http/.test(location.protocol)) { return; }
    window.addEventListener("load", function () { setTimeout(startKeeping, 0, script); });
  });
})();

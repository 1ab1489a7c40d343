/* The box above a list of names: hides those that do not contain what was typed. Without it the whole list is there. */
(function () {
  "use strict";
  function start(form) {
    var list = document.getElementById(form.getAttribute("data-filter"));
    var input = form.querySelector("input");
    var status = form.querySelector("[role=status]");
    if (!list || !input || !status) { return; }
    form.hidden = false;
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
  Array.prototype.forEach.call(document.querySelectorAll("form[data-filter]"), start);
})();

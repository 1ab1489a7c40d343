// MiniSearch with character bigrams: the options with which the index is built are those with which it is asked.
(function (root) {
  function tokenize(text) {
    var terms = [];
    (text.toLowerCase().match(/[\u3400-\u9fff]+|[a-z0-9]+/g) || []).forEach(function (run) {
      if (run.charCodeAt(0) < 0x3400 || run.length === 1) terms.push(run);
      else for (var i = 0; i + 1 < run.length; i++) terms.push(run.slice(i, i + 2));
    });
    return terms;
  }
  root.bigrams = {
    idField: "address",
    fields: ["title", "asks", "headings", "text", "statutes"],
    storeFields: ["title"],
    tokenize: tokenize,
    processTerm: function (term) { return term; }, // in lower case already
    searchOptions: { boost: { title: 3, asks: 2, headings: 2 } },
  };
})(typeof window === "undefined" ? globalThis : window);

// MiniSearch: script, options and the whole index, then questions.
var engine;
function ask(question, most) {
  engine = engine || Promise.all([load("minisearch.js"), load("bigrams.js"),
    fetch("index.json").then(function (answer) { return answer.text(); })])
    .then(function (parts) { return MiniSearch.loadJSON(parts[2], bigrams); });
  return engine.then(function (index) {
    return index.search(question).slice(0, most).map(function (result) { return result.id; });
  });
}

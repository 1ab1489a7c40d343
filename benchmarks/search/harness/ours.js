// The search of this project: its scripts (what they show is nothing here: there is no form), then what a question needs.
var engine;
function ask(question, most) {
  engine = engine || Promise.all([load("assets/search.js"), load("assets/search-page.js")])
    .then(function () { return pufaSearch("./"); });
  return engine.then(function (search) { return search.query(question, { count: most }); }).then(function (answer) {
    return answer.results.map(function (result) { return result.address; });
  });
}

// The search of this project: its one script, loaded when the box is focused.
var engine;
function ask(question, most) {
  engine = engine || load("assets/search.js").then(function () { return pufaSearch("./"); });
  return engine.then(function (search) { return search.query(question, { count: most }); }).then(function (answer) {
    return answer.results.map(function (result) { return result.address; });
  });
}

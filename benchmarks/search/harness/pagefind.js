// Pagefind: its module, then for each question the chunks of its words and a fragment for each result that is shown.
var engine;
function ask(question, most) {
  engine = engine || import("./pagefind/pagefind.js");
  return engine.then(function (pagefind) { return pagefind.search(question); }).then(function (found) {
    return Promise.all(found.results.slice(0, most).map(function (result) { return result.data(); }));
  }).then(function (shown) {
    return shown.map(function (result) { return new URL(result.url, location).pathname.slice(1); });
  });
}

// Material for MkDocs: what its bundle does on every page: the whole index is fetched and given to its own worker.
var engine, waiting;
function start() {
  return fetch("search/search_index.json").then(function (answer) { return answer.json(); }).then(function (index) {
    var worker = new Worker("assets/javascripts/workers/search.js");
    return new Promise(function (ready) {
      worker.onmessage = function (event) {
        if (event.data.type === 1) ready(worker); // READY
        if (event.data.type === 3) waiting(event.data.data); // RESULT
      };
      worker.postMessage({ type: 0, data: { config: index.config, docs: index.docs, options: { suggest: false } } });
    });
  });
}
function ask(question, most) {
  engine = engine || start();
  return engine.then(function (worker) {
    return new Promise(function (done) {
      waiting = done;
      worker.postMessage({ type: 2, data: question }); // QUERY
    });
  }).then(function (answer) {
    return answer.items.slice(0, most).map(function (group) { return group[0].location.split("#")[0]; });
  });
}

// documents.json (stdin) → the serialised index (stdout). argv: the folder that has node_modules.
const fs = require("node:fs");
const path = require("node:path");
const MiniSearch = require(path.join(process.argv[2], "node_modules/minisearch/dist/cjs/index.cjs"));
require("./bigrams.js");

const index = new MiniSearch(globalThis.bigrams);
index.addAll(JSON.parse(fs.readFileSync(0, "utf8")));
process.stdout.write(JSON.stringify(index));

import { readFileSync } from "node:fs";
import anchor from "markdown-it-anchor";

export default function (config) {
  const css = readFileSync("pufa.css", "utf-8");
  config.addGlobalData("css", css);
  config.addGlobalData("layout", "page.njk");
  config.amendLibrary("md", (md) => md.use(anchor, { slugify: (text) => text.trim() }));
  // The contents of a page, from the headings that the anchors were put on.
  config.addFilter("contents", (html) =>
    [...html.matchAll(/<h[23] id="([^"]*)"[^>]*>(.*?)<\/h[23]>/g)].map(([, id, text]) => ({ id, text })),
  );
  return { dir: { input: "docs", includes: "../_includes", output: "site" }, markdownTemplateEngine: false };
}

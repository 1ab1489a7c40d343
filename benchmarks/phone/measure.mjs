// Lighthouse over a list of pages: reads {"runs", "pages": {name: url}} from stdin, writes one JSON line a run.
// Mobile preset as it comes: 412 px, a processor four times slower, slow 4G (150 ms, 1.6 Mbit/s), both simulated.
import { readFileSync } from "node:fs";
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const { runs, pages } = JSON.parse(readFileSync(0, "utf-8"));
const flags = ["--headless=new", "--no-sandbox", "--disable-background-networking", "--disable-component-update",
  "--disable-default-apps", "--disable-quic", "--disable-sync"];
const categories = ["performance", "accessibility", "best-practices", "seo"];

for (let run = 0; run < runs; run++) {
  for (const [page, url] of Object.entries(pages)) { // page after page, so that a busy minute hits all alike
    const chrome = await launch({ chromeFlags: flags });
    try {
      const { lhr } = await lighthouse(url, { port: chrome.port, onlyCategories: categories, logLevel: "error" });
      if (lhr.runtimeError) { throw new Error(`${url}: ${lhr.runtimeError.message}`); }
      const requests = lhr.audits["network-requests"].details.items.filter((one) => /^http/.test(one.url));
      const measured = {
        page,
        scores: Object.fromEntries(categories.map((name) => [name, Math.round(lhr.categories[name].score * 100)])),
        fcp: lhr.audits["first-contentful-paint"].numericValue,
        lcp: lhr.audits["largest-contentful-paint"].numericValue,
        cls: lhr.audits["cumulative-layout-shift"].numericValue,
        tbt: lhr.audits["total-blocking-time"].numericValue,
        bytes: requests.reduce((sum, one) => sum + one.transferSize, 0),
        requests: requests.length,
        complaints: Object.values(lhr.audits)
          .filter((one) => one.score !== null && one.score < 0.9 && one.scoreDisplayMode !== "informative")
          .map((one) => one.id),
        lighthouse: lhr.lighthouseVersion,
        browser: lhr.environment.hostUserAgent.match(/Chrome\/[\d.]+/)?.[0] ?? "",
        benchmark: lhr.environment.benchmarkIndex,
      };
      console.log(JSON.stringify(measured));
    } finally {
      await chrome.kill();
    }
  }
}

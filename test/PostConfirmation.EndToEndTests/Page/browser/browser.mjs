// node browser.mjs <Chromium>: keeps one for all stories, says where it is, and ends with the parent process.
import { chromium } from "playwright-core";

const browser = await chromium.launchServer({
  executablePath: process.argv[2],
  // As root Chromium has no sandbox, and it shall look for nothing in the network.
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
  ],
});
process.stdin.on("end", () => browser.close()).resume();
console.log(browser.wsEndpoint());

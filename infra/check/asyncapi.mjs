// Parses the AsyncAPI documents given as arguments with AsyncAPI's own parser.
// Exits 1 and names each fault where one is not valid.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { join } from "node:path";

const [home, ...files] = process.argv.slice(2);
const require = createRequire(pathToFileURL(join(home, "package.json")));
const { Parser } = require("@asyncapi/parser");
const ERROR = 0; // severity

let faults = 0;
for (const file of files) {
  const { document, diagnostics } = await new Parser().parse(readFileSync(file, "utf8"), {
    source: file,
  });
  for (const one of diagnostics.filter((d) => d.severity === ERROR)) {
    faults += 1;
    console.error(`${file}: /${one.path.join("/")}: ${one.message}`);
  }
  if (!document && !faults) {
    faults += 1;
    console.error(`${file}: cannot be parsed`);
  }
  if (document) {
    const messages = document.allMessages().length;
    console.log(`${file}: AsyncAPI ${document.version()}, ${messages} messages`);
    if (!messages) faults += 1;
  }
}
process.exit(faults ? 1 : 0);

// Reads journeys with the cursor "▮" from the standard input and writes what is offered there.
import { readFileSync } from "node:fs";
import { complete } from "../../app/assets/editor/completions.js";

const lineAt = (text, at) => {
  const from = text.lastIndexOf("\n", at - 1) + 1;
  const end = text.indexOf("\n", from);
  return { from, text: text.slice(from, end < 0 ? text.length : end), number: text.slice(0, from).split("\n").length };
};

const offered = (marked) => {
  const pos = marked.indexOf("▮");
  const text = marked.replace("▮", "");
  const doc = { toString: () => text, lineAt: (at) => lineAt(text, at) };
  const found = complete({ pos, explicit: true, state: { doc } });
  return found ? found.options.map(({ label, apply = label }) => [label, apply]) : [];
};

console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(offered)));

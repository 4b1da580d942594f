// Completion: keys from the format's schema, names from the journey's own text.
import { declared } from "./names.js";
import { placeAt } from "./place.js";
import { keysAt, valuesAt } from "./vocabulary.js";

const AFTER = { list: ":\n", map: ":", value: ": " };

/** Complete at the cursor; null where nothing fits. */
export function complete(context) {
  const line = context.state.doc.lineAt(context.pos);
  const text = context.state.doc.toString();
  const insert = /\{\{([\w.-]*)$/.exec(line.text.slice(0, context.pos - line.from));
  if (insert) return offer(context.pos - insert[1].length, inserts(declared(text)));
  const link = /\]\(source:([\w-]*)$/.exec(line.text.slice(0, context.pos - line.from));
  if (link) return offer(context.pos - link[1].length, named(declared(text).source, "Quelle"));
  const place = placeAt(text.split("\n"), line.number - 1, context.pos - line.from);
  if (!place.word && !context.explicit) return null;
  const from = context.pos - place.word.length;
  return offer(from, place.isKey ? keys(place, text) : values(place, text));
}

const offer = (from, options) => (options.length ? { from, options, validFor: /^[\w.-]*$/ } : null);

function keys(place, text) {
  const known = declared(text);
  const asks = place.path.includes("when") || ["any", "all", "not"].includes(place.path.at(-1));
  const conditions = asks ? [...steps(known), ...named(known.counter, "Zähler")] : [];
  const effects = /^(add|set)/.test(place.path.at(-1) ?? "") ? named(known.counter, "Zähler") : [];
  const fromSchema = keysAt(place.path, place.own).map(({ key, info, holds }) => ({
    label: key, type: "property", info: info || undefined, apply: key + AFTER[holds].replace("\n", ""), boost: 1,
  }));
  const ids = [...conditions, ...effects].map((each) => ({ ...each, apply: `${each.label}: ` }));
  return [...fromSchema, ...ids];
}

function values(place, text) {
  const known = declared(text);
  const key = place.path.findLast((part) => part !== "[]");
  const step = known.steps.find(({ id }) => id === key);
  if (place.path.includes("when") && step) return named(step.parts, key);
  if (["to", "next", "repeats", "passes", "avoids"].includes(key) || place.path.at(-2) === "removed") return steps(known);
  if (key === "role") return named(known.role, "Rolle");
  if (key === "competence") return named(known.counter, "Kompetenz");
  if (key === "sources") return named(known.source, "Quelle");
  if (key === "end" && place.path.includes("expect")) return steps(known).filter(({ detail }) => detail === "end");
  return valuesAt(place.path, place.own).map((label) => ({ label, type: "constant" }));
}

const steps = (known) => known.steps.map(({ id, kind }) => ({ label: id, type: "variable", detail: kind }));
const named = (names, detail) => names.map((label) => ({ label, type: "variable", detail }));
const inserts = (known) => [...steps(known), ...named(known.slot.map((name) => `slot.${name}`), "Betrieb")];

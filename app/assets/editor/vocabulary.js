// What may stand where: the JSON Schema of the format, walked along a path of keys.
import schema from "zr:schema";

const STEP_KINDS = schema.definitions.step.allOf.flatMap((rule) => rule.if.required ?? []);

const resolve = (node, own) => {
  let at = node;
  while (at) {
    if (at.$ref) at = schema.definitions[at.$ref.split("/").at(-1)];
    else if (at.allOf?.[0]?.if) {
      const kind = at.allOf.find((rule) => own.includes(rule.if.required?.[0]));
      if (!kind) return { properties: kinds() };
      at = kind.then;
    } else if (at.allOf) [at] = at.allOf;
    else if (at.anyOf && !at.properties) {
      at = at.anyOf.find((each) => each.$ref || each.properties || each.items || each.additionalProperties) ?? at.anyOf[0];
    } else return at;
  }
  return null;
};

const kinds = () => Object.fromEntries(STEP_KINDS.map((kind) => [kind, resolve({ $ref: `#/${kind}` }, []).properties[kind]]));

/** Return the schema at a path; `own` are the keys that stand beside the cursor already. */
export function nodeAt(path, own) {
  let node = schema;
  path.forEach((part, at) => {
    const isLast = at === path.length - 1;
    const shape = resolve(node, isLast ? own : [path[at + 1] ?? ""]);
    if (part === "[]") node = shape?.items;
    else node = shape?.properties?.[part] ?? anywhere(part, node) ?? named(shape);
    if (node === true || node === false) node = null;
  });
  return resolve(node, own);
}

/** Names that the author gives have one shape for all. */
const named = (shape) => shape?.additionalProperties || Object.values(shape?.patternProperties ?? {})[0];

/** A step on the way to the cursor has a kind that indentation alone does not tell: try each. */
function anywhere(part, node) {
  const isStep = node?.$ref?.endsWith("/step");
  const kind = isStep && STEP_KINDS.find((each) => resolve({ $ref: `#/${each}` }, []).properties[part]);
  return kind ? resolve({ $ref: `#/${kind}` }, []).properties[part] : undefined;
}

/** Return [key, description] of what may stand in this place and does not stand there yet. */
export function keysAt(path, own) {
  const shape = nodeAt(path, own);
  return Object.entries(shape?.properties ?? {})
    .filter(([key]) => !own.includes(key))
    .map(([key, node]) => ({ key, info: resolve(node, [])?.description ?? node.description ?? "", holds: shapeOf(node) }));
}

/** Return the fixed words that a value may be. */
export function valuesAt(path, own) {
  const shape = nodeAt(path, own);
  const words = shape?.enum ?? (shape?.const ? [shape.const] : shape?.items?.enum ?? []);
  return words.map(String);
}

function shapeOf(node) {
  const shape = resolve(node, []);
  if (shape?.type === "array" || shape?.items) return "list";
  return shape?.properties || shape?.additionalProperties ? "map" : "value";
}

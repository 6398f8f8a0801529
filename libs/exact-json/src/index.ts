export { canonicalNumber } from './canonical-number.js';
export { ExactNumber } from './exact-number.js';
export { parseJson, withExactNumbers } from './parse-json.js';
export { comparableJson, writeJson } from './write-json.js';

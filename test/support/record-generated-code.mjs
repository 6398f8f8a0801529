// Loaded into a process by `--import`: tells on stderr of each function that the process makes of a text.
const tell = (text) => process.stderr.write(`made code: ${JSON.stringify(String(text).slice(0, 200))}\n`);

globalThis.Function = new Proxy(Function, {
  apply(target, self, parts) {
    tell(parts.at(-1));
    return Reflect.apply(target, self, parts);
  },
  construct(target, parts, made) {
    tell(parts.at(-1));
    return Reflect.construct(target, parts, made);
  },
});

// Loaded into a process by `--import`: writes a line to stderr for each piece of code that the process makes of a text,
// by whatever way: Function, eval, the constructors of async functions, node:vm. V8 itself tells, as it does a debugger.
import { Session } from 'node:inspector';

// Opened now: in the middle of being told it could not be.
const { stderr } = process;
const session = new Session();
session.connect();
session.on('Debugger.scriptParsed', ({ params: { url, scriptLanguage } }) => {
  // Modules have an address, also those that are imported late.
  if (scriptLanguage === 'JavaScript' && !/^(file|node):/.test(url)) stderr.write('generated code\n');
});
session.post('Debugger.enable');

type Result = Record<string, unknown>;

/** Signs looked at of one field: what says why stands at the end of a long output. */
const MAX_FIELD = 20_000;
const MAX_STREAM_LINES = 10;

/** Words of lines that tell of a failure; a command's other output changes from run to run. */
const TELLING =
  /error|fail|fatal|denied|refused|timed? ?out|not found|no such|cannot|can't|could not|couldn't|unable|unknown|invalid|exception|traceback|unreachable|no space|missing|abort|panic|critical|conflict|forbidden|unauthori[sz]ed|expired|killed|does not|doesn't|mismatch|reject/i;

/**
 * The lines of a failed result (or of a failed item) that say why, most telling field first: the message, then what
 * the command or module wrote, then the return code.
 */
export function failingLines(result: Result): string[] {
  const message = [result.msg, result.reason, result.assertion].flatMap((value) => linesOf(textOf(value)));
  const streams = [result.stderr, result.module_stderr].flatMap((value) => streamLines(textOf(value)));
  const lines = [...message, ...streams];
  // Modules write their traceback to standard output when the connection has a terminal.
  const output = textOf(result.module_stdout);
  if (output.includes('Traceback (most recent call last)')) lines.push(...streamLines(output));
  if (streams.length === 0) lines.push(...streamLines(textOf(result.stdout)));
  if (lines.length === 0) lines.push(...streamLines(textOf(result.exception)), ...linesOf(textOf(result.censored)));
  if (typeof result.rc === 'number' && result.rc !== 0) lines.push(`rc=${result.rc}`);
  return withoutRepeated(lines);
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value) && value.every((line) => typeof line === 'string')) return value.join('\n');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function linesOf(text: string): string[] {
  return withoutFrames(withoutContext(text).slice(0, MAX_FIELD).replaceAll('\r', '').replaceAll(NOISE, '').split('\n'))
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** Of a program's output the telling lines; when none is, its last one. */
function streamLines(text: string): string[] {
  const lines = linesOf(text.slice(-MAX_FIELD));
  const telling = lines.filter((line) => TELLING.test(line));
  return telling.length > 0 ? telling.slice(-MAX_STREAM_LINES) : lines.slice(-1);
}

/** What comes and goes without a cause: ssh learning a host's key, its debug output, and Ansible's empty tracebacks. */
const NOISE = /Warning: Permanently added [^\n]*known hosts\.\n?|^debug[123]: .*$|^\(traceback unavailable\)$/gm;

/** Ansible shows the place in the playbook behind the message; the task is part of the fingerprint already. */
function withoutContext(text: string): string {
  return text.replace(
    /\n\n?(?:The error appears to (?:be|have been) in |The offending line appears to be|Origin: )[^]*$/,
    '',
  );
}

const TRACEBACK = /^\s*Traceback \(most recent call last\):/;
const FRAME = /^\s+|^$/;
const CHAINED = /^(?:During handling of the above exception|The above exception was the direct cause)/;

/** Replaces each traceback by its last line, the exception; of chained ones the last stays. */
function withoutFrames(lines: readonly string[]): string[] {
  const kept: string[] = [];
  let traceback = false;
  for (const line of lines) {
    if (TRACEBACK.test(line)) traceback = true;
    else if (CHAINED.test(line)) dropTail(kept, (text) => EXCEPTION.test(text));
    else if (!traceback) kept.push(line);
    else if (!FRAME.test(line)) {
      kept.push(line);
      traceback = false;
    }
  }
  return kept;
}

const EXCEPTION = /^[\w.]+(?:Error|Exception|Failure|Timeout|Exit|Interrupt|[A-Z]\w+)(?::|$)/;

function dropTail(lines: string[], belongs: (line: string) => boolean): void {
  while (lines.at(-1)?.trim() === '') lines.pop();
  const last = lines.at(-1);
  if (last !== undefined && belongs(last)) lines.pop();
}

/** Ansible repeats a sentence in several fields. */
function withoutRepeated(lines: readonly string[]): string[] {
  return lines.filter((line, index) => !lines.slice(0, index).some((earlier) => earlier.includes(line)));
}

import { comparableJson, writeJson } from '#exact-json';
import { objectOf } from '#history';
import { inOlderWords } from './older-words.js';
import { returnCodeOf } from './return-code.js';

type Result = Record<string, unknown>;

/** Signs looked at of one field. */
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
  const said = [result.msg, result.reason, result.assertion].flatMap((value) => linesOf(textOf(value)));
  const died = said.some((line) => DIED.test(line));
  const written = writtenLines(
    [result.stderr, result.module_stderr].map(withoutNoise),
    [result.stdout, result.module_stdout].map(withoutNoise),
    [errorOf(result.json)],
  );
  const lines = said.map(inOlderWords).filter((line) => line !== '');
  lines.push(...listedFailures(result.failures), ...(died ? written.map(withoutClass) : written));
  if (lines.length === 0) lines.push(...writtenLines([result.exception], [result.censored]));
  const rc = returnCodeOf(result);
  if (rc !== null && rc !== 0 && !died) lines.push(`rc=${rc}`);
  return withoutRepeated(lines);
}

/** As rules of version 1 gave them, whose groups stay what they are: see fingerprint.ts. */
export function formerFailingLines(result: Result): string[] {
  const lines = [result.msg, result.reason, result.assertion].flatMap((value) => linesOf(textOf(value)));
  lines.push(...writtenLines([result.stderr, result.module_stderr], [result.stdout, result.module_stdout]));
  if (lines.length === 0) lines.push(...writtenLines([result.exception], [result.censored]));
  const rc = returnCodeOf(result);
  if (rc !== null && rc !== 0) lines.push(`rc=${rc}`);
  return withoutRepeated(lines);
}

/** Ansible's words for a module that gave no answer. */
const DIED = /^(?:MODULE FAILURE\b|(?:Task failed: )?Module result deserialization failed\b)/;

/** What a failure says beside its cause, as a connection of ssh does when it ends. */
const BESIDE =
  /^(?:Shared connection to \S{1,300} closed\.|Connection to \S{1,300} closed(?: by remote host)?\.)\s*$/gm;

export function withoutNoise<T>(value: T): T | string {
  return typeof value === 'string' ? value.replaceAll(BESIDE, '') : value;
}

/** dnf's and yum's list of what could not be done. */
function listedFailures(failures: unknown): string[] {
  return Array.isArray(failures) ? failures.slice(0, MAX_STREAM_LINES).flatMap((value) => linesOf(textOf(value))) : [];
}

/** What an API answered in the place of what was asked of it. */
function errorOf(json: unknown): unknown {
  const { error, message, faultstring, detail } = objectOf(json);
  const told = objectOf(error)['message'] ?? error ?? faultstring ?? message ?? detail;
  return typeof told === 'string' ? told : undefined;
}

/** What an exception said. Of a module that died newer versions of Ansible tell no more. */
function withoutClass(line: string): string {
  const said = line.slice(line.indexOf(': ') + 2);
  return line.includes(': ') && tellsOfException(line) ? said : line;
}

/** Lines as a person would quote them, of a field of any type: without the frames of tracebacks, and without noise. */
export function quotableLines(value: unknown): string[] {
  return linesOf(textOf(withoutNoise(value), writeJson));
}

/** Of an output the lines that tell of a failure, else its last one. */
export const tellingLines = (...values: unknown[]): string[] => writtenLines(values.map(withoutNoise));

/** The other places where modules tell a cause. */
export const causesElsewhere = (result: Result): string[] => [
  ...listedFailures(result.failures),
  ...linesOf(textOf(errorOf(result.json))),
];

/**
 * Of what was written the telling lines, of standard output only if standard error tells nothing; else the last line.
 */
function writtenLines(...streams: unknown[][]): string[] {
  const written = streams.map((fields) => fields.flatMap((field) => linesOf(textOf(field).slice(-MAX_FIELD))));
  for (const lines of written) {
    const telling = lines.filter((line) => TELLING.test(line));
    if (telling.length > 0) return telling.slice(-MAX_STREAM_LINES);
  }
  return written.find((lines) => lines.length > 0)?.slice(-1) ?? [];
}

/** Of data, what fails the same way has the same text, however its numbers are written. */
function textOf(value: unknown, write = comparableJson): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value) && value.every((line) => typeof line === 'string')) return value.join('\n');
  return typeof value === 'string' ? value : write(value);
}

function linesOf(text: string): string[] {
  const plain = bothEnds(withoutContext(unquoted(text)))
    .replaceAll('\r', '')
    .replaceAll(NOISE, '');
  return withoutFrames(plain.split('\n'))
    .map((line) => line.trim())
    .filter((line) => /[A-Za-z\d]/.test(line));
}

/** Of a long traceback the cause stands at its end. */
function bothEnds(text: string): string {
  if (text.length <= MAX_FIELD) return text;
  const end = text.slice(-MAX_FIELD / 2);
  return text.slice(0, MAX_FIELD / 2) + end.slice(Math.max(0, end.indexOf('\n')));
}

/** Modules of kolla give a traceback as Python would quote it: on one line, with its line ends spelled out. */
function unquoted(text: string): string {
  if (!text.includes('Traceback (most recent call last):\\n')) return text;
  return text.replaceAll('\\n', '\n').replaceAll(/\\(['"])/g, '$1');
}

/** What comes and goes without a cause: ssh learning a host's key, its debug output, and Ansible's empty tracebacks. */
const NOISE =
  /Warning: Permanently added (?:(?!Warning: Permanently added )[^\n])*known hosts\.\n?|^debug[123]: .*$|^\(traceback unavailable\)$/gm;

/** Ansible shows the place in the playbook behind the message; the task is part of the fingerprint already. */
function withoutContext(text: string): string {
  return text.replace(
    /\n\n?(?:The error appears to (?:be|have been) in |The offending line appears to be|Origin: )[^]*$/,
    '',
  );
}

const TRACEBACK = /^\s*['"]?Traceback \(most recent call last\):/;
const FRAME = /^\s+|^$/;
const CHAINED = /^(?:During handling of the above exception|The above exception was the direct cause)/;

/** Replaces each traceback by its last line, the exception, or what is left of it; of chained ones the last stays. */
function withoutFrames(lines: readonly string[]): string[] {
  const kept: string[] = [];
  let frame: string | null = null;
  for (const line of lines) {
    if (TRACEBACK.test(line)) frame = line;
    else if (CHAINED.test(line)) dropTail(kept, tellsOfException);
    else if (frame !== null && FRAME.test(line)) frame = line.trim() === '' ? frame : line;
    else {
      kept.push(line);
      frame = null;
    }
  }
  return frame === null ? kept : [...kept, frame];
}

/** A class of Python, by itself or before what it says: it has a capital letter, if only behind its module. */
function tellsOfException(line: string): boolean {
  const name = /^[\w.]+(?=:|$)/.exec(line)?.[0] ?? '';
  const module = name.lastIndexOf('.') + 1;
  return /[A-Z]\w/.test(name.slice(Math.max(1, module)));
}

function dropTail(lines: string[], belongs: (line: string) => boolean): void {
  while (lines.at(-1)?.trim() === '') lines.pop();
  const last = lines.at(-1);
  if (last !== undefined && belongs(last)) lines.pop();
}

/** Ansible repeats a sentence in several fields. */
function withoutRepeated(lines: readonly string[]): string[] {
  return lines.filter((line, index) => !lines.slice(0, index).some((earlier) => earlier.includes(line)));
}

import { optionOf, type AnsibleOption } from './ansible-options.js';

/** An option with its value, or a playbook, as it stands in a command. */
export interface CommandPart {
  /** `args` for playbooks; null for what is not known, as an option of a later Ansible. */
  option: AnsibleOption | 'args' | null;
  value: string;
  /** As typed: `-e x`, `-ex`, `--extra-vars=x`. */
  words: string[];
}

export interface ReadCommand {
  /** `ansible-playbook`, or `python3 -m ansible playbook`. */
  program: string[];
  parts: CommandPart[];
}

/** The parts of a command, in order, as Ansible reads it. */
export function readCommand(words: readonly string[]): ReadCommand {
  const own = words[1] === '-m' && words[2] === 'ansible' ? 4 : 1;
  const program = words.slice(0, own);
  const ofPlaybooks = (own === 1 ? baseName(words[0] ?? '') : (words[3] ?? '')).includes('playbook');
  const parts: CommandPart[] = [];
  let onlyPlaybooks = false;
  for (let at = own; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (onlyPlaybooks || !word.startsWith('-') || word === '-') {
      parts.push({ option: 'args', value: word, words: [word] });
    } else if (word === '--') {
      onlyPlaybooks = true;
      parts.push({ option: null, value: '', words: [word] });
    } else {
      const read = word.startsWith('--') ? readLong(word, words[at + 1], ofPlaybooks) : readShort(word, words[at + 1]);
      parts.push(...read.parts);
      if (read.tookNext) at += 1;
    }
  }
  return { program, parts };
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

interface ReadWord {
  parts: CommandPart[];
  tookNext: boolean;
}

function readLong(word: string, next: string | undefined, ofPlaybooks: boolean): ReadWord {
  const [name = '', ...rest] = word.split('=');
  const option = optionOf(name, ofPlaybooks);
  if (option === null) return { parts: [{ option: null, value: word, words: [word] }], tookNext: false };
  if (!option.hasValue || rest.length > 0) {
    return { parts: [{ option: option.name, value: rest.join('='), words: [word] }], tookNext: false };
  }
  const words = next === undefined ? [word] : [word, next];
  return { parts: [{ option: option.name, value: next ?? '', words }], tookNext: true };
}

/** `-vvCe x`: each option is a part; the words are those of the last one. But a limit stands by itself, to be replaced. */
function readShort(word: string, next: string | undefined): ReadWord {
  const parts: CommandPart[] = [];
  let tookNext = false;
  for (let at = 1; at < word.length; at += 1) {
    const form = `-${word[at] ?? ''}`;
    const option = optionOf(form, true);
    if (option === null) {
      parts.push({ option: null, value: word, words: [`-${word.slice(at)}`] });
      break;
    }
    const attached = word.slice(at + 1);
    if (option.hasValue) {
      tookNext = attached === '' && next !== undefined;
      const value =
        attached === '' ? (next ?? '') : at === 1 && attached.startsWith('=') ? attached.slice(1) : attached;
      parts.push({ option: option.name, value, words: [form + attached, ...(tookNext ? [next ?? ''] : [])] });
      break;
    }
    parts.push({ option: option.name, value: '', words: [form] });
  }
  if (parts.some(({ option }) => option === 'subset')) return { parts, tookNext };
  const words = [word, ...(tookNext ? [next ?? ''] : [])];
  return { parts: parts.map((part, at) => ({ ...part, words: at === parts.length - 1 ? words : [] })), tookNext };
}

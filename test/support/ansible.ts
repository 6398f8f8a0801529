import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, cpSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

const PLAYBOOKS = join(process.cwd(), 'callback-plugin/tests/playbooks');
const COUNTERS = ['ok', 'changed', 'unreachable', 'failed', 'skipped', 'rescued', 'ignored'] as const;

export type Recap = Record<(typeof COUNTERS)[number], number>;

export interface EndedPlaybook {
  code: number | null;
  output: string;
  seconds: number;
}

/** A control host: a home of its own, with whatever ansible.cfg and collection a user would have put there. */
export class ControlHost {
  readonly home = mkdtempSync(join(tmpdir(), 'playledger-control-'));
  private readonly playbooks = join(this.home, 'playbooks');

  constructor(private readonly environment: Record<string, string> = {}) {
    mkdirSync(this.playbooks);
    cpSync(PLAYBOOKS, this.playbooks, { recursive: true });
  }

  /** Pasted by the user, from what `npm start` printed. */
  writeConfiguration(snippet: string): void {
    writeFileSync(join(this.playbooks, 'ansible.cfg'), snippet);
  }

  playbook(name: string): string {
    return join(this.playbooks, `${name}.yml`);
  }

  /** `ansible-galaxy`, `ansible-playbook`, ...: runs to its end. */
  async run(program: string, ...args: string[]): Promise<EndedPlaybook> {
    const started = performance.now();
    const { exitCode, all } = await execa(this.whole(program), args, {
      ...this.surroundings(),
      all: true,
      reject: false,
      stripFinalNewline: false,
    });
    return { code: exitCode ?? null, output: all, seconds: (performance.now() - started) / 1_000 };
  }

  /** As `run`, where the output may be more than fits into memory: it goes into a file. Answers the exit code. */
  async runInto(file: string, program: string, ...args: string[]): Promise<number | null> {
    const output = openSync(file, 'w');
    const { cwd, env } = this.surroundings();
    const child = spawn(this.whole(program), args, { cwd, env, stdio: ['ignore', output, output] });
    closeSync(output);
    const [code] = (await once(child, 'exit')) as [number | null];
    return code;
  }

  private whole(program: string): string {
    const bin = process.env.PLAYLEDGER_TEST_ANSIBLE_BIN;
    return bin === undefined ? program : join(bin, program);
  }

  private surroundings() {
    const bin = process.env.PLAYLEDGER_TEST_ANSIBLE_BIN;
    const env = {
      PATH: [bin, process.env.PATH].join(':'),
      HOME: this.home,
      LANG: 'C.UTF-8',
      ANSIBLE_NOCOLOR: '1',
      ANSIBLE_LOCALHOST_WARNING: '0',
      ANSIBLE_DEPRECATION_WARNINGS: '0',
      ANSIBLE_HOST_KEY_CHECKING: '0',
      // Ansible takes the home of its user from the user database, not from HOME.
      ANSIBLE_ASYNC_DIR: join(this.home, 'async'),
      ...this.environment,
    };
    return { cwd: this.playbooks, env, extendEnv: false, stdin: 'ignore' } as const;
  }

  play(name: string, ...args: string[]): Promise<EndedPlaybook> {
    return this.run('ansible-playbook', '-i', join(this.playbooks, 'inventory.ini'), this.playbook(name), ...args);
  }

  /** Installs the collection that a server offers, as its start page says. */
  async installFrom(url: string): Promise<void> {
    const artifact = `${url}/downloads/playledger-reporter-0.1.0.tar.gz`;
    const { code, output } = await this.run('ansible-galaxy', 'collection', 'install', artifact);
    if (code !== 0) throw new Error(`The collection cannot be installed: ${output}`);
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true });
  }
}

/** Ansible's own PLAY RECAP, by host. */
export function printedRecap(output: string): Record<string, Recap> {
  const lines = output.slice(output.lastIndexOf('PLAY RECAP')).matchAll(/^(\S+)\s+: (ok=.*)$/gm);
  return Object.fromEntries(
    [...lines].map(([, host = '', text = '']) => {
      const count = (name: string) => Number(new RegExp(`${name}=(\\d+)`).exec(text)?.[1] ?? 0);
      return [host, Object.fromEntries(COUNTERS.map((name) => [name, count(name)])) as Recap];
    }),
  );
}

export function sumOf(recap: Record<string, Recap>): Recap {
  const total = Object.fromEntries(COUNTERS.map((name) => [name, 0])) as Recap;
  for (const counts of Object.values(recap)) for (const name of COUNTERS) total[name] += counts[name];
  return total;
}

const OWN_LINE = /^(ok|changed|fatal|failed|skipping|included|TASK|PLAY|RUNNING|\[|\w+ +: ok=|$)/;

/** Output without our warning and the lines it wraps into, for comparing a run with one that had no plugin. */
export function withoutOurWarning(output: string): string {
  const kept: string[] = [];
  let ours = false;
  for (const line of output.split('\n')) {
    if (OWN_LINE.test(line)) ours = line.startsWith('[WARNING]: playledger');
    if (!ours) kept.push(line);
  }
  return kept.join('\n');
}

import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { execaSync } from 'execa';
import { ANSIBLE_CORES, findPython, installCore } from '#scripts/ansible-cores';
import { ROOT } from '#scripts/root';
import { Failure } from '#scripts/step';
import { inherit } from '../processes.js';
import { withProduct } from '../running-product.js';

/** The plugin against no callback and against ARA: `plugin_bench.py` measures, this brings the server and the Ansible. */
export async function benchPlugin(args: string[]): Promise<number> {
  const { core, only, slices } = parseArgs({
    args,
    options: { core: { type: 'string' }, only: { type: 'string' }, slices: { type: 'string' } },
    // The others are of plugin_bench.py.
    strict: false,
  }).values;
  const ansible = await ansibleOf(typeof core === 'string' ? core : undefined, !args.includes('--no-ara'));
  return withProduct(({ url, tokenFile, pid }) => {
    const script = join(ROOT, 'callback-plugin', 'bench', 'plugin_bench.py');
    const given = ['--url', url, '--server-pid', String(pid), '--token-file', tokenFile, '--ansible-bin', ansible];
    const bench = (more: string[] = []) => inherit(join(ansible, 'python3'), [script, ...given, ...more, ...args]);
    if (slices === undefined || only !== 'up') return bench();
    // A server works a little when nobody uses it, too: the runs without a callback have one beside them as well.
    return withProduct((idle) => bench(['--idle-server-pid', String(idle.pid)]));
  });
}

/**
 * The bin directory of an Ansible of its own: of the ansible-core asked for, else of the newest that a Python here runs.
 * ARA is beside it, for both must run on the same Python; where the registry does not give it, there is no ARA.
 */
async function ansibleOf(asked: string | undefined, withAra: boolean): Promise<string> {
  const cores = ANSIBLE_CORES.filter(({ core }) => asked === undefined || core === asked);
  if (cores.length === 0) throw new Failure(`--core is one of ${ANSIBLE_CORES.map(({ core }) => core).join(', ')}.`);
  const newest = cores.findLast(({ pythons }) => findPython(pythons) !== undefined);
  const python = findPython(newest?.pythons ?? []);
  if (newest === undefined || python === undefined) {
    throw new Failure(`No Python was found for ansible-core ${asked ?? 'of any version'}.`);
  }
  const { core } = newest;
  const venv = join(ROOT, '.cache', 'bench', core);
  const bin = join(venv, 'bin');
  const has = (command: string) =>
    execaSync(join(bin, command), ['--version'], { stdio: 'ignore', reject: false }).exitCode === 0;
  if (has('ansible-playbook') && (!withAra || has('ara-manage'))) return bin;
  try {
    await installCore(venv, python, core, withAra ? ['ara[server]', 'gunicorn'] : []);
  } catch (error) {
    if (!withAra) throw error;
    process.stdout.write(`${(error as Error).message}\nGoing on without ARA.\n`);
    await installCore(venv, python, core);
  }
  return bin;
}

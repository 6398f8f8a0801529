import { useMemo } from 'react';
import { useCommandText } from '../../parts/commands/commands.messages.js';
import { offeredCommands, type OfferedCommand } from '../../parts/commands/offered-commands.js';
import { useRunText } from './run.messages.js';
import type { ShownRun } from './run.query.js';

export interface TitledCommand extends OfferedCommand {
  /** What a menu calls it that copies several things. */
  title: string;
  /** What a list of commands calls it. */
  name: string;
}

/** The commands that run this run again. */
export function useOfferedCommands(run: ShownRun): TitledCommand[] {
  const t = useRunText();
  const say = useCommandText();
  return useMemo(() => {
    const { totalCount: count, nodes } = run.failedHosts;
    const commands = offeredCommands(run, { totalCount: count, names: nodes.map(({ host }) => host.name) }, say);
    return commands.map((command) => {
      const program = NAMES[command.program];
      const key = command.program === 'ansible' ? ('copy.ansible' as const) : ('copy.own' as const);
      return command.onlyFailed
        ? { ...command, title: t(`${key}.failed`, { program, count }), name: t('failedOnly', { program, count }) }
        : { ...command, title: t(key, { program }), name: program };
    });
  }, [run, t, say]);
}

const NAMES = { ansible: 'Ansible', 'kolla-ansible': 'kolla-ansible', osism: 'osism apply' };

import { CopyButton } from '../../kit/clipboard/copy-button.js';
import { useRunText } from './run.messages.js';
import type { ShownRun } from './run.query.js';
import { useOfferedCommands } from './use-offered-commands.js';

/** The commands that run it again, to read before one copies them. */
export function RunCommands({ run }: { run: ShownRun }) {
  const t = useRunText();
  const commands = useOfferedCommands(run);
  return (
    <section className="run-commands" aria-label={t('commands')}>
      <h2>{t('commands')}</h2>
      {commands.map(({ name, text }) => (
        <figure key={name} className="run-command">
          <figcaption>
            {name} <CopyButton text={text} />
          </figcaption>
          <pre>{text}</pre>
        </figure>
      ))}
    </section>
  );
}

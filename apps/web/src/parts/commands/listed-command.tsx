import { CopyButton } from '../../kit/clipboard/copy-button.js';
import { commandLine, commandText } from './command-text.js';
import { useCommandText } from './commands.messages.js';
import { recordedCommand, type StartedRun } from './recorded-command.js';

/** The command of a run in a list. What is copied says what is left out. */
export function ListedCommand({ run }: { run: StartedRun }) {
  const t = useCommandText();
  const command = recordedCommand(run, t);
  return (
    <>
      <code>{commandLine(command.words)}</code> <CopyButton text={() => commandText(command, t)} />
    </>
  );
}

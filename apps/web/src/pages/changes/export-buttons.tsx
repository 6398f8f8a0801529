import { useMutation } from '@tanstack/react-query';
import { sentenceOf } from '../../kit/graphql/use-graphql.js';
import { Trouble } from '../../kit/notices/trouble.js';
import { useMay } from '../../kit/permissions/use-may.js';
import { changeFilterOf, exportParametersOf } from './change-filter.js';
import { useChangesPageText } from './changes-page.messages.js';
import { downloadExport } from './download-export.js';

const FORMATS = [
  ['CSV', 'changes.csv'],
  ['JSON', 'changes.jsonl'],
] as const;

/** All changes that the filter finds as a file, however many. */
export function ExportButtons({ filterText }: { filterText: string }) {
  const t = useChangesPageText();
  const mayExport = useMay('export');
  const download = useMutation({
    mutationFn: (file: string) => downloadExport(file, exportParametersOf(changeFilterOf(filterText, new Date()))),
  });
  if (!mayExport) return null;
  return (
    <>
      {FORMATS.map(([format, file]) => (
        <button
          key={file}
          type="button"
          title={t('exportAs', { format })}
          disabled={download.isPending}
          onClick={() => download.mutate(file)}
        >
          {download.isPending && download.variables === file ? t('exporting') : `${t('export')} ${format}`}
        </button>
      ))}
      {download.error !== null && <Trouble error={sentenceOf(download.error)} />}
    </>
  );
}

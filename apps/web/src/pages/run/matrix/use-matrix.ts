import { useQuery, useQueryClient } from '@tanstack/react-query';
import { sendQuery } from '../../../kit/graphql/send-query.js';
import { sentenceOf } from '../../../kit/graphql/use-graphql.js';
import { grown, growsFrom } from './grown-matrix.js';
import { MatrixQuery, type Matrix } from './matrix.query.js';

/** The tasks of a run by its hosts. While the run goes on it grows at its end; when it has ended it is asked anew. */
export function useMatrix(
  run: string,
  moving: boolean,
  everyMs: number,
): { matrix: Matrix | null; error: string | null } {
  const client = useQueryClient();
  const key = ['Matrix', run, moving ? 'moving' : 'ended'];
  const { data, error } = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => {
      const ask = async (fromTask: number | null): Promise<Matrix> => {
        const answer = await sendQuery(MatrixQuery, { run, fromTask }, signal);
        return answer.run?.matrix ?? { hostNames: [], tasks: [] };
      };
      const known = moving ? client.getQueryData<Matrix>(key) : undefined;
      const from = known === undefined ? null : growsFrom(known);
      if (known === undefined || from === null) return ask(null);
      return grown(known, await ask(from)) ?? ask(null);
    },
    refetchInterval: everyMs,
    placeholderData: (previous) => previous,
  });
  return { matrix: data ?? null, error: error === null ? null : sentenceOf(error) };
}

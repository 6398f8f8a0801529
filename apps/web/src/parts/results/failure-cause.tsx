import { Link } from '@tanstack/react-router';
import { Moment } from '../../kit/time/moment.js';
import { useResultsText } from './results.messages.js';
import type { FailedResult } from './results.query.js';
import { TextBlock, type LinePlace } from './text-block.js';

interface Props {
  result: FailedResult;
  /** The run's uuid: what ran before it is in the same run. */
  run: string;
  place?: LinePlace;
}

/** Why it failed, as far as the record tells: item, return code, standard error, whether it is new, what ran before. */
export function FailureCause({ result, run, place }: Props) {
  const t = useResultsText();
  const { failure } = result;
  if (failure === null) return null;
  const { rc, stderr, item, failedItems, previousTask, group } = failure;
  return (
    <>
      {stderr !== null && result.message?.includes(stderr.trim()) !== true && (
        <TextBlock name="stderr" text={stderr} place={place} />
      )}
      <dl className="cause">
        {item !== null && (
          <div>
            <dt>{t('itemFailed')}</dt>
            <dd>
              <code>{item}</code>
              {failedItems !== null && result.itemCount !== null && (
                <span className="muted"> {t('itemsFailed', { failed: failedItems, total: result.itemCount })}</span>
              )}
            </dd>
          </div>
        )}
        {rc !== null && (
          <div>
            <dt className="unseen">{t('returnCode', { rc: '' })}</dt>
            <dd>{t('returnCode', { rc })}</dd>
          </div>
        )}
        {group !== null && (
          <div>
            <dt>{t('group')}</dt>
            <dd>
              <Link to="/failures" search={{ group: group.fingerprint }} className={`tag state-${group.state}`}>
                {t(`state.${group.state}`)}
              </Link>{' '}
              <span className="muted">
                {t('seen', { count: group.runCount })}
                {group.firstSeenAt !== null && (
                  <>
                    {' '}
                    {t('since')} <Moment at={group.firstSeenAt} />
                  </>
                )}
              </span>
            </dd>
          </div>
        )}
        {previousTask !== null && (
          <div>
            <dt>{t('before', { host: result.hostName })}</dt>
            <dd>
              <Link
                to="/runs/$uuid"
                params={{ uuid: run }}
                search={{ task: String(previousTask.seq), host: result.hostName }}
                resetScroll={false}
              >
                {previousTask.name}
              </Link>
            </dd>
          </div>
        )}
      </dl>
    </>
  );
}

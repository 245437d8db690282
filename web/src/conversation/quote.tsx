// The message that a reply answers, as far as it is known.
import { useMessageRecord } from '../live/hooks';
import { Preview } from './preview';
import classes from './quote.module.css';

export function Quote({ number, id }: { number: string; id: string }) {
  const record = useMessageRecord(number, id);
  return (
    <blockquote className={classes.quote}>
      {record ? (
        <>
          <span className={classes.who}>{record.direction === 'out' ? 'You' : 'Customer'}</span>
          <span className={classes.line}>
            <Preview
              message={{
                type: String(record.type ?? ''),
                text: String(record.text ?? ''),
                revoked: record.revoked === true,
                undecodable: false,
              }}
            />
          </span>
        </>
      ) : (
        <span className={classes.line}>A message that is not in the history</span>
      )}
    </blockquote>
  );
}

// Everything known about one message: its merged state, the record behind it, and the deliveries that said so.
import { Drawer, Text } from '@mantine/core';
import { useMessageRecord } from '../live/hooks';
import { Origins } from './origins';
import { RecordFacts } from './record_facts';
import classes from './details.module.css';

interface MessageDetailsProps {
  number: string;
  id: string | undefined; // none: closed
  onClose: () => void;
}

export function MessageDetails({ number, id, onClose }: MessageDetailsProps) {
  return (
    <Drawer
      opened={id !== undefined}
      onClose={onClose}
      position="right"
      size={420}
      title="Message details"
      closeButtonProps={{ 'aria-label': 'Close the details' }}
    >
      {id !== undefined && <Details number={number} id={id} />}
    </Drawer>
  );
}

function Details({ number, id }: { number: string; id: string }) {
  const record = useMessageRecord(number, id);
  if (!record) return <Text size="sm">This message is no longer in the history.</Text>;
  return (
    <div className={classes.details} data-details={id}>
      <RecordFacts record={record} />
      <Origins number={number} id={id} />
      <details className={classes.raw}>
        <summary>Record as stored</summary>
        <pre tabIndex={0}>{JSON.stringify(record, null, 2)}</pre>
      </details>
    </div>
  );
}

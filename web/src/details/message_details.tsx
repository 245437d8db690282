// Everything known about one message: its merged state, the record behind it, and the deliveries that said so.
import { CloseButton, Drawer, Group, Text } from '@mantine/core';
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
    <Drawer.Root opened={id !== undefined} onClose={onClose} position="right" size={420}>
      <Drawer.Overlay backgroundOpacity={0.35} />
      <Drawer.Content aria-label="Message details">
        <Drawer.Body className={classes.panel}>
          {/* Not Mantine's own header: inside a dialog it would be a second banner of the page. */}
          <Group justify="space-between" wrap="nowrap" mb="sm">
            <Text component="h2" size="md" fw={600}>
              Message details
            </Text>
            <CloseButton aria-label="Close the details" onClick={onClose} />
          </Group>
          {id !== undefined && <Details number={number} id={id} />}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
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

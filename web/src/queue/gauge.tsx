// How much of the rate each of the last seconds used: what went out, and stacked on it what came in, against the line of what
// is allowed.
import { Group, Text } from '@mantine/core';
import { amount, fullTime } from '../format';
import { Card } from '../number/tab';
import classes from './gauge.module.css';
import type { Queue, Second } from './types';

const width = 600;
const height = 120;
const gap = 2;

export function Gauge({ queue }: { queue: Queue }) {
  const { seconds, rate, rate_now } = queue;
  const last = seconds[seconds.length - 1];
  const highest = Math.max(0, ...seconds.map((one) => one.out + one.in));
  const scale = Math.max(rate, highest, 1) * 1.1;
  return (
    <Card title="Use of the rate">
      <Group justify="space-between" gap="xs" mb={6}>
        <Text size="sm" component="p" m={0} className="numeric" data-gauge-now={last ? last.out + last.in : 0}>
          <strong>{amount(last ? last.out + last.in : 0)}</strong> of {amount(rate_now)} this second
          {rate_now !== rate && `, usually ${amount(rate)}`}
        </Text>
        <Group gap="md" className={classes.legend} aria-hidden>
          <span data-kind="out">Out</span>
          <span data-kind="in">In</span>
        </Group>
      </Group>
      <div className={classes.plot}>
        <svg
          className={classes.gauge}
          viewBox={`0 0 ${width} ${height}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={`The last ${seconds.length} seconds: ${told(seconds)}; at most ${amount(highest)} in one, ${amount(rate_now)} are allowed`}
        >
          <Bars seconds={seconds} scale={scale} />
          <Limit at={rate_now} scale={scale} />
          {rate_now !== rate && <Limit at={rate} scale={scale} faint />}
        </svg>
        <span className={classes.limitLabel} style={{ bottom: `${(rate_now / scale) * 100}%` }} aria-hidden>
          {amount(rate_now)} allowed
        </span>
      </div>
      <Group justify="space-between" className={classes.axis} aria-hidden>
        <span>{seconds.length} s ago</span>
        <span>now</span>
      </Group>
      <Text size="xs" c="var(--faint)" mt={6}>
        What comes in counts too and cannot be held back: a bar may rise above the line without too much going out.
      </Text>
    </Card>
  );
}

function Bars({ seconds, scale }: { seconds: Second[]; scale: number }) {
  const step = width / Math.max(seconds.length, 1);
  const tall = (count: number) => (count / scale) * height;
  return seconds.map((second, index) => (
    <g key={second.at} data-second={second.at}>
      <rect
        className={classes.out}
        x={index * step}
        width={step - gap}
        y={height - tall(second.out)}
        height={tall(second.out)}
      />
      <rect
        className={classes.in}
        x={index * step}
        width={step - gap}
        y={height - tall(second.out + second.in)}
        height={tall(second.in)}
      />
      <rect className={classes.whole} x={index * step} width={step} y={0} height={height}>
        <title>{`${fullTime(second.at)}: ${amount(second.out)} out, ${amount(second.in)} in`}</title>
      </rect>
    </g>
  ));
}

function Limit({ at, scale, faint }: { at: number; scale: number; faint?: boolean }) {
  const y = height - (at / scale) * height;
  return <line className={classes.limit} data-faint={faint} x1={0} x2={width} y1={y} y2={y} vectorEffect="non-scaling-stroke" />;
}

function told(seconds: Second[]): string {
  const sum = (of: 'out' | 'in') => amount(seconds.reduce((total, one) => total + one[of], 0));
  return `${sum('out')} out, ${sum('in')} in`;
}

// Whether a number sends through this shim: it went live with an app here, not only its webhooks are known.
import { useQuery } from '@tanstack/react-query';
import { numbers_query } from '../session/queries';

export function useConnected(number: string): boolean {
  return useQuery({
    ...numbers_query,
    select: (numbers) => numbers.find((one) => one.number === number)?.app !== undefined,
  }).data ?? false;
}

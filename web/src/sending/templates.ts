// All templates of a number's account, page after page.
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { words } from '../format';
import { templatesQuery } from '../number/number_api';
import type { Template } from '../number/types';

export function useTemplates(number: string, enabled = true) {
  const query = useInfiniteQuery({ ...templatesQuery(number), enabled, refetchInterval: 60_000 });
  const { hasNextPage, isFetchingNextPage, fetchNextPage, isError } = query;
  useEffect(() => {
    if (enabled && hasNextPage && !isFetchingNextPage && !isError) void fetchNextPage();
  }, [enabled, hasNextPage, isFetchingNextPage, isError, fetchNextPage]);
  const templates = query.data?.pages.flatMap((page) => page.data);
  return { query, templates };
}

export function templateKey(template: Pick<Template, 'name' | 'language'>): string {
  return JSON.stringify([template.name, template.language ?? '']);
}

export function templateOptions(templates: Template[]) {
  return [
    { value: '', label: 'Choose a template', disabled: true },
    ...templates.map((one) => {
      const usable = !one.status || one.status === 'APPROVED';
      const about = [one.language, !usable && words(one.status ?? '')].filter(Boolean).join(', ');
      return { value: templateKey(one), label: about ? `${one.name} (${about})` : one.name, disabled: !usable };
    }),
  ];
}

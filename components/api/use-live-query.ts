"use client";

import {
  hashKey,
  type QueryObserverLoadingErrorResult,
  type UseQueryOptions,
  type UseQueryResult,
  useQuery,
} from "@tanstack/react-query";
import { useEffect, useRef } from "react";

/**
 * `useQuery` for what is asked for again and again by itself. What has never been there stays failed,
 * for the same reason, until an answer comes: TanStack takes every further try for a first one, and
 * the page would blink between its error and its skeleton.
 */
export function useLiveQuery<T>(options: UseQueryOptions<T>): UseQueryResult<T> {
  const result = useQuery(options);
  const key = hashKey(options.queryKey);
  const failed = useRef<{ key: string; error: Error } | null>(null);
  const isUnknown = result.isPending || result.isPlaceholderData;
  useEffect(() => {
    if (result.isLoadingError) failed.current = { key, error: result.error };
    else if (!isUnknown || failed.current?.key !== key) failed.current = null;
  });
  if (!isUnknown || failed.current?.key !== key) return result;
  return stillFailed(result, failed.current.error);
}

function stillFailed<T>(
  result: UseQueryResult<T>,
  error: Error,
): QueryObserverLoadingErrorResult<T> {
  return {
    ...result,
    data: undefined,
    error,
    status: "error",
    isError: true,
    isLoadingError: true,
    isRefetchError: false,
    isPending: false,
    isLoading: false,
    isInitialLoading: false,
    isSuccess: false,
    isPlaceholderData: false,
  };
}

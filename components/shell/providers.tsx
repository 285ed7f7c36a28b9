"use client";

import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { ThemeProvider } from "next-themes";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { type ReactNode, useState } from "react";
import { ApiProblem } from "@/components/api";
import { signedOut } from "@/components/shell/to-sign-in";
import { AppToaster } from "@/components/shell/toaster";
import { TooltipProvider } from "@/components/ui/tooltip";
import "@/lib/http/zod-words";

function makeClient() {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (error instanceof ApiProblem && error.status === 401) signedOut();
      },
    }),
    defaultOptions: {
      // Without a connection a request fails at once and says so. Held back until there is one again,
      // it would be made when nobody expects it any more.
      mutations: { networkMode: "always" },
      queries: {
        networkMode: "always",
        staleTime: 1000,
        // A 4xx will be the same the second time.
        retry: (count, error) =>
          !(error instanceof ApiProblem && error.status >= 400 && error.status < 500) && count < 2,
      },
    },
  });
}

export function Providers({
  nonce,
  children,
}: {
  /** Of the page, for the script that sets the theme before anything is drawn. */
  nonce: string | undefined;
  children: ReactNode;
}) {
  const [client] = useState(makeClient);
  return (
    <ThemeProvider
      attribute="class"
      defaultTheme="system"
      enableSystem
      disableTransitionOnChange
      nonce={nonce}
    >
      <NuqsAdapter>
        <QueryClientProvider client={client}>
          <TooltipProvider delayDuration={300}>{children}</TooltipProvider>
          <AppToaster />
        </QueryClientProvider>
      </NuqsAdapter>
    </ThemeProvider>
  );
}

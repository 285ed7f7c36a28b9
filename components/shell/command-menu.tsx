"use client";

import { useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { ArrowRight, ShoppingCart, Workflow } from "lucide-react";
import { useRouter } from "next/navigation";
import { Dialog as RadixDialog } from "radix-ui";
import { useEffect, useState } from "react";
import { Allowed } from "@/components/access";
import { apiFetch, type Page, type ScenarioSummary, scenarioKeys } from "@/components/api";
import { idTarget, orderText } from "@/components/shell/id-target";
import { type NavItem, navItems, otherPages } from "@/components/shell/nav-items";
import { useOrderSearch } from "@/components/shell/use-order-search";
import { cn } from "@/components/ui/cn";
import { overlayProps } from "@/components/ui/dialog";

const itemStyles =
  "flex h-9 cursor-default items-center gap-2 rounded-sm px-2 text-sm data-[selected=true]:bg-surface-2 [&_svg]:size-4 [&_svg]:text-muted";

export function CommandMenu({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const router = useRouter();
  const [search, setSearch] = useState("");

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === "k" && (event.metaKey || event.ctrlKey)) {
        event.preventDefault();
        onOpenChange(!open);
      }
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [open, onOpenChange]);

  const scenarios = useQuery({
    queryKey: scenarioKeys.list({ menu: true }),
    queryFn: () => apiFetch<Page<ScenarioSummary>>("/api/v1/scenarios?limit=100"),
    enabled: open,
    staleTime: 30_000,
  });

  const go = (href: string) => {
    onOpenChange(false);
    setSearch("");
    router.push(href);
  };
  const target = idTarget(search.trim());
  const orders = useOrderSearch(orderText(search.trim()));

  return (
    <RadixDialog.Root open={open} onOpenChange={onOpenChange}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay {...overlayProps} />
        <RadixDialog.Content
          aria-describedby={undefined}
          className="-translate-x-1/2 fixed top-[12vh] left-1/2 z-50 w-[calc(100vw-2rem)] max-w-lg overflow-hidden rounded-md border bg-surface shadow-xl"
        >
          <RadixDialog.Title className="sr-only">Go to</RadixDialog.Title>
          <Command label="Go to">
            <Command.Input
              value={search}
              onValueChange={setSearch}
              placeholder="Go to a page, a scenario, an order or an id…"
              className="h-11 w-full border-b bg-transparent px-3 text-base outline-none placeholder:text-muted"
            />
            <Command.List className="max-h-80 overflow-y-auto p-1">
              <Command.Empty className="px-2 py-6 text-center text-muted text-sm">
                {orders.isLooking
                  ? "Looking…"
                  : "Nothing matches. Ids start with dlv_, run_, ord_ or scn_; orders are found by number and email."}
              </Command.Empty>
              {orders.items.map(({ id, orderId, email }) => (
                <Command.Item
                  key={id}
                  className={itemStyles}
                  value={`Open order ${orderId}`}
                  keywords={[search]}
                  onSelect={() => go(`/orders/${id}`)}
                >
                  <ShoppingCart aria-hidden /> Open order {orderId}
                  <span className="truncate text-muted">{email}</span>
                </Command.Item>
              ))}
              {target && !orders.isLooking ? (
                <Command.Item
                  className={itemStyles}
                  value={target.label}
                  keywords={[search]}
                  onSelect={() => go(target.href)}
                >
                  <ArrowRight aria-hidden /> {target.label}
                </Command.Item>
              ) : null}
              <Command.Group
                heading="Pages"
                className={cn(
                  "[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-muted [&_[cmdk-group-heading]]:text-xs",
                )}
              >
                {navItems.map((item) => (
                  <PageItem key={item.href} item={item} onGo={go} />
                ))}
                {otherPages.map(({ needs, ...item }) => {
                  const entry = <PageItem key={item.href} item={item} onGo={go} />;
                  return needs ? (
                    <Allowed key={item.href} to={needs}>
                      {entry}
                    </Allowed>
                  ) : (
                    entry
                  );
                })}
              </Command.Group>
              {scenarios.data?.items.length ? (
                <Command.Group
                  heading="Scenarios"
                  className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-muted [&_[cmdk-group-heading]]:text-xs"
                >
                  {scenarios.data.items.map((scenario) => (
                    <Command.Item
                      key={scenario.id}
                      value={`${scenario.name} ${scenario.id}`}
                      className={itemStyles}
                      onSelect={() => go(`/scenarios/${scenario.id}`)}
                    >
                      <Workflow aria-hidden /> <span className="truncate">{scenario.name}</span>
                    </Command.Item>
                  ))}
                </Command.Group>
              ) : null}
            </Command.List>
          </Command>
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}

function PageItem({ item, onGo }: { item: NavItem; onGo: (href: string) => void }) {
  const { href, label, icon: Icon } = item;
  return (
    <Command.Item value={label} className={itemStyles} onSelect={() => onGo(href)}>
      <Icon aria-hidden /> {label}
    </Command.Item>
  );
}

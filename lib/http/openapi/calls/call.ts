import { z } from "zod";
import type { Permission } from "@/lib/auth/permissions";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export type ApiCall = {
  /** Such as `GET /api/v1/orders/{id}`. */
  call: `${Method} /${string}`;
  summary: string;
  /** What its route declares, which a test compares; `read` unless said otherwise. */
  needs?: Permission;
  /** Of a success; 200 unless said otherwise. */
  status?: number;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Whether the body may be left out. */
  bodyIsOptional?: boolean;
  /** Request headers beside the key, with what they mean. */
  headers?: Record<string, string>;
  answer?: z.ZodType;
  /** Of an answer that is a file. */
  answerTypes?: readonly string[];
  /** Needs no key. */
  isOpen?: boolean;
};

/** A page of a list that is read both ways. */
export const page = (item: z.ZodType) =>
  z.object({
    items: z.array(item),
    nextCursor: z.string().nullable().describe("Leads to older items"),
    prevCursor: z.string().nullable().describe("Leads back to newer items"),
  });

/** A list that is answered as a whole. */
export const all = (item: z.ZodType) => z.object({ items: z.array(item) });

/** The header of a call that may save what breaks a rule. */
export const lenient = {
  Prefer:
    "`handling=lenient` (RFC 7240) saves values that break a rule as problems of the draft, where they would be refused otherwise.",
};

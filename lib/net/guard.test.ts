import { describe, expect, it, vi } from "vitest";
import { createAddressGuard, GuardError, type ResolveAll } from "./guard";

const publicOnly = createAddressGuard({ allowedCidrs: [] });
const dnsOf =
  (...addresses: string[]): ResolveAll =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
const codeOf = (url: string, guard = publicOnly) => {
  const result = guard.checkUrl(url);
  return result.ok ? "ok" : result.code;
};

describe("checkUrl", () => {
  it.each([
    "http://127.0.0.1/",
    "http://127.0.0.1:8080/hook",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://127.1/",
    "http://127.0.1/",
    "http://127.0.0.1./",
    "http://①②⑦.⓪.⓪.①/",
    "http://１２７.0.0.1/",
    "http://%31%32%37.0.0.1/",
    "http://127%2e0%2e0%2e1/",
    "http://127。0。0。1/",
    "http:127.0.0.1/",
    "http:\\\\127.0.0.1\\",
    "http://localhost/",
    "http://LOCALHOST/",
    "http://localhost./",
    "http://localhost:3000/",
    "http://foo.localhost/",
    "http://localhost.localdomain/",
    "http://ip6-localhost/",
    "http://lOcAlHoSt%2e/",
    "http://0/",
    "http://0.0.0.0/",
    "http://10.0.0.1/",
    "http://0xa000001/",
    "http://167772161/",
    "http://172.16.0.1/",
    "http://192.168.0.1/",
    "http://192.168.257/",
    "http://169.254.169.254/latest/meta-data/",
    "http://2852039166/",
    "http://0xA9FEA9FE/",
    "http://0251.0376.0251.0376/",
    "http://100.64.0.1/",
    "http://100.100.100.200/",
    "http://192.0.0.192/",
    "http://168.63.129.16/",
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://4294967295/",
    "http://[::]/",
    "http://[::1]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:169.254.169.254]/",
    "http://[::ffff:a9fe:a9fe]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::169.254.169.254]/",
    "http://[2002:7f00:1::]/",
    "http://[fe80::1]/",
    "http://[febf::1]/",
    "http://[fc00::1]/",
    "http://[fd00:ec2::254]/",
    "http://[ff02::1]/",
    "http://[2001:db8::1]/",
    "http://[100::1]/",
  ])("refuses the address of %s", (url) => {
    expect(codeOf(url)).toBe("blocked_address");
  });

  it.each([
    "ftp://example.com/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "data:,x",
    "ws://x/",
  ])("refuses the scheme of %s", (url) => {
    expect(codeOf(url)).toBe("scheme");
  });

  it.each([
    "",
    "hook",
    "//example.com",
    "http://",
    "http://[::1",
    "http://a b/",
    "http://256.1.1.1/",
    "http://[fe80::1%25eth0]/",
    "http://x:99999/",
  ])("refuses %j as no address", (url) => {
    expect(codeOf(url)).toBe("invalid_url");
  });

  it("refuses credentials and tells to use a header", () => {
    const result = publicOnly.checkUrl("https://user:p%40ss@example.com/");
    expect(result).toMatchObject({ ok: false, code: "credentials" });
    expect(result.ok || result.message).toMatch(/Authorization header/);
    expect(codeOf("https://user@example.com/")).toBe("credentials");
  });

  it.each([
    "https://example.com/hook",
    "http://example.com:8080/",
    "https://münchen.example/hook",
    "https://93.184.215.14/",
    "https://[2606:4700:4700::1111]/",
    "https://localhost.example.com/",
    "https://notlocalhost/",
  ])("accepts %s", (url) => {
    expect(codeOf(url)).toBe("ok");
  });

  it("accepts this machine where the operator allows it", () => {
    const guard = createAddressGuard({ allowedCidrs: ["127.0.0.0/8"] });
    expect(codeOf("http://127.0.0.1:3000/", guard)).toBe("ok");
    expect(codeOf("http://localhost:3000/", guard)).toBe("ok");
    expect(codeOf("http://2130706433/", guard)).toBe("ok");
    expect(codeOf("http://10.0.0.1/", guard)).toBe("blocked_address");
  });

  it("says in words what the address is", () => {
    const result = publicOnly.checkUrl("http://[::ffff:169.254.169.254]/");
    expect(result.ok || result.message).toBe(
      "::ffff:a9fe:a9fe (169.254.169.254) is a link-local or cloud metadata address; webhooks may only go to public addresses.",
    );
  });
});

describe("resolve", () => {
  it.each([
    [["93.184.215.14", "10.0.0.1"]],
    [["10.0.0.1", "93.184.215.14"]],
    [["93.184.215.14", "::1"]],
    [["2606:4700::1", "::ffff:127.0.0.1"]],
    [["93.184.215.14", "fe80::1%eth0"]],
    [["not-an-address"]],
  ])("refuses a name as soon as any of %j is refused", async (addresses) => {
    const guard = createAddressGuard({ allowedCidrs: [], lookup: dnsOf(...addresses) });
    await expect(guard.resolve("mixed.example")).rejects.toMatchObject({ kind: "blocked_address" });
  });

  it("gives all addresses of a public name", async () => {
    const guard = createAddressGuard({
      allowedCidrs: [],
      lookup: dnsOf("93.184.215.14", "2606:4700::1"),
    });
    expect(await guard.resolve("example.com")).toEqual([
      { address: "93.184.215.14", family: 4 },
      { address: "2606:4700::1", family: 6 },
    ]);
  });

  it.each(["ENOTFOUND", "EAI_AGAIN", "ESERVFAIL", "ETIMEOUT"])(
    "fails closed as dns when the resolver answers %s",
    async (code) => {
      const guard = createAddressGuard({
        allowedCidrs: ["0.0.0.0/0"],
        lookup: async () => {
          throw Object.assign(new Error("resolver"), { code });
        },
      });
      const error = await guard.resolve("example.com").catch((e: unknown) => e);
      expect(error).toBeInstanceOf(GuardError);
      expect(error).toMatchObject({ kind: "dns", detail: code });
    },
  );

  it("fails closed as dns when a name has no address, or the resolver throws at once", async () => {
    const empty = createAddressGuard({ allowedCidrs: [], lookup: dnsOf() });
    await expect(empty.resolve("example.com")).rejects.toMatchObject({ kind: "dns" });
    const broken = createAddressGuard({
      allowedCidrs: [],
      lookup: () => {
        throw new TypeError("broken");
      },
    });
    await expect(broken.resolve("example.com")).rejects.toMatchObject({ kind: "dns" });
  });

  it("asks no resolver about localhost names and literal addresses", async () => {
    const lookup = vi.fn(dnsOf("93.184.215.14"));
    const guard = createAddressGuard({ allowedCidrs: ["127.0.0.0/8"], lookup });
    expect(await guard.resolve("LocalHost.")).toEqual([{ address: "127.0.0.1", family: 4 }]);
    expect(await guard.resolve("[2606:4700::1]")).toEqual([{ address: "2606:4700::1", family: 6 }]);
    await expect(guard.resolve("10.0.0.1")).rejects.toMatchObject({ kind: "blocked_address" });
    await expect(
      createAddressGuard({ allowedCidrs: [], lookup }).resolve("localhost"),
    ).rejects.toMatchObject({ kind: "blocked_address" });
    expect(lookup).not.toHaveBeenCalled();
  });
});

it("refuses to start with an allowed block that is none", () => {
  expect(() => createAddressGuard({ allowedCidrs: ["10.0.0.0/99"] })).toThrow("10.0.0.0/99");
});

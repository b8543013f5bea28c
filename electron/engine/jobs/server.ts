/** The host that a job is bound to by its first request: what was accepted there says nothing about another. */
export function serverOf(baseUrl: string): string {
  return new URL(baseUrl).hostname;
}

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** The practice server takes a new port, or another name of this machine, at every start; it is one server all the same. */
export function sameServer(first: string, second: string): boolean {
  return first === second || (loopback.test(first) && loopback.test(second));
}

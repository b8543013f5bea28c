import { z } from 'zod';

/** How the platform is reached: as the system says, through the proxy that is named, or through none. */
export const proxyModes = ['system', 'manual', 'none'] as const;
export type ProxyMode = (typeof proxyModes)[number];

/** Scheme, host, port: a login stands in the key store or a file of its own, never in the settings. */
const proxyAddress = /^https?:\/\/(?:\[[0-9a-f:]+\]|[^\s/?#@:[\]\\%]+)(?::\d{1,5})?\/?$/i;

/** A path of the system; empty is none. */
const path = z.string().trim().min(1).max(4_096);

/**
 * How servers are reached: the section `network` of the settings and of a policy. Every member may be left out: the proxy is
 * then the system's, and nothing is added to what the system trusts.
 */
export const networkSchema = z.strictObject({
  proxy: z.enum(proxyModes).optional(),
  /** Used where the proxy is `manual`; `http://proxy.example:3128`, or https for one that is spoken to by TLS. */
  proxyUrl: z.string().trim().max(300).regex(proxyAddress).optional(),
  /**
   * Reached without the manual proxy: hosts with all below them (`example.com`, `.example.com`, `*.example.com`), addresses and
   * blocks of them (`10.0.0.0/8`, `fd00::/8`), each with a port if need be. This computer is one of them unless `<-loopback>` is said.
   */
  proxyExceptions: z.array(z.string().trim().min(1).max(300)).max(500).optional(),
  /** A PEM file of root certificates that are trusted beside the system's. */
  rootCertificates: path.optional(),
});

export type NetworkSettings = z.output<typeof networkSchema>;

/** Says that this computer is no exception, in Chromium's own spelling. */
export const notLoopback = '<-loopback>';

import type { App, Certificate } from 'electron';

/** The certificate of a person's that a host is shown; null for none. */
export type ChooseCertificate = (host: string, certificates: readonly Certificate[]) => Promise<Certificate | null>;

/**
 * A server or proxy that wants a certificate of ours gets the one that the person chose for it, asked for once a start; unheard, Electron would show the
 * first one of the system's store to whoever asks.
 */
export function askForClientCertificates(app: Pick<App, 'on'>, choose: ChooseCertificate): void {
  const chosen = new Map<string, Promise<Certificate | null>>();
  app.on('select-client-certificate', (event, _contents, url, certificates, give) => {
    event.preventDefault();
    const host = hostOf(url);
    const choice = chosen.get(host) ?? choose(host, certificates).catch(() => null);
    chosen.set(host, choice);
    void choice.then((certificate) => {
      const offered = certificates.find(({ fingerprint }) => fingerprint === certificate?.fingerprint);
      if (offered === undefined) give();
      else give(offered);
    });
  });
}

/** Electron tells a host with its port in some versions, a whole address in others. */
function hostOf(url: string): string {
  return URL.canParse(url) && url.includes('//') ? new URL(url).host : url;
}

export declare function isStarted(url: string): boolean;

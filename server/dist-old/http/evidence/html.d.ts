/** HTML that is safe to send: made by `html` alone. */
export declare class Html {
    readonly text: string;
    constructor(text: string);
}
type Part = string | number | Html | readonly Html[];
/** A template of HTML whose values are text: log lines and comments are hostile, and become no markup. */
export declare function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html;
/** Text as HTML or XML shows it; characters that XML does not have (such as NUL) become U+FFFD. */
export declare function escapeHtml(text: string): string;
export {};

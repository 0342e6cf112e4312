// Runs before every file, and registers once: so that processes of tests end with the runner, whatever ends that.
import '../support/processes.js';

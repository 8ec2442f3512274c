// Starts the NHS components of the page; loaded as a module.
import { initAll } from "../vendor/nhsuk-frontend/nhsuk-frontend.min.js";

initAll();

/** Noto Sans SC for readers whose system has no Chinese font. */
import '@fontsource-variable/noto-sans-sc/wght.css';

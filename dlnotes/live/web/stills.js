// The still pictures of an explorer, wherever they are on the page: the live picture takes their
// place. dlnotes/live/stills.py tells why it is done so.
import {element} from './elements.js';

const MARKED_FROM = 'data:image/png;base64,'.length + 44;  // 44 letters are the file's header

/** Return how the comment of a PNG file with that mark begins, in base64. */
function commentOf(mark) {
  return btoa(`\0\0\0\x28tEXtdlnotes\0${mark}`).slice(0, 64);
}

export class Stills {
  /** show(root): shows a live picture in an element, and returns the function that ends it. */
  constructor(mark, show) {
    this.mark = mark;
    this.comment = commentOf(mark);
    this.show = show;
    this.live = new Map();  // by still picture: the live one's root, and the function to end it
    this.failed = new Set();
    this.observer = new MutationObserver(records => {
      if (records.some(haveElements)) this.look();
    });
    this.observer.observe(document.body, {childList: true, subtree: true});
    this.look();
  }

  /** Return what of the page live pictures belong to: images, and places that Python named. */
  found() {
    const isOurs = image => image.getAttribute('src')?.startsWith(this.comment, MARKED_FROM);
    const images = [...document.images].filter(isOurs);
    return [...images, ...document.getElementsByClassName(`dln-${this.mark}`)];
  }

  /** Show live pictures where still ones have come, and end those whose still ones have gone. */
  look() {
    const found = this.found();
    for (const [still, {root, end}] of this.live) {
      if (found.includes(still) && root.isConnected) continue;
      this.live.delete(still);
      root.remove();
      end();
    }
    for (const still of found) {
      if (!this.live.has(still) && !this.failed.has(still)) this.replace(still);
      if (this.live.has(still)) setLineBelow(still, 'none');
    }
  }

  replace(still) {
    const root = element('div');
    still.after(root);
    still.style.display = 'none';
    try {
      this.live.set(still, {root, end: this.show(root)});
    } catch (error) {  // the reader keeps the still picture
      this.failed.add(still);
      root.remove();
      still.style.display = '';
      throw error;
    }
  }

  end() {
    this.observer.disconnect();
    for (const [still, {root, end}] of this.live) {
      end();
      root.remove();
      still.style.display = '';
      setLineBelow(still, '');
    }
  }
}

/** Whether elements came or went, and not only words in them. */
function haveElements({addedNodes, removedNodes}) {
  return [...addedNodes, ...removedNodes].some(node => node.nodeType === Node.ELEMENT_NODE);
}

/** Show or hide the line that tells how a still picture comes to life: JupyterLab's next output. */
function setLineBelow(still, display) {
  const next = still.closest('.jp-OutputArea-child')?.nextElementSibling;
  const isLine = next?.querySelector('details > summary')?.textContent.startsWith('Run this cell');
  if (isLine && next.style.display !== display) next.style.display = display;
}

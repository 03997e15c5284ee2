/**
 * An expression for the browser: all texts on the page whose contrast is below WCAG's AA, 4.5 to 1, or 3 to 1 for large
 * ones (https://www.w3.org/TR/WCAG22/#contrast-minimum), with backgrounds and opacities of all elements around them.
 */
export const textsOfLowContrast = `(() => {
  const numbers = (text) => (text.match(/-?[\\d.]+(?:e-?\\d+)?/g) ?? []).map(Number);
  const colour = (text) => {
    const isShare = text.startsWith('color(');
    const [red, green, blue, alpha = 1] = numbers(text.replace('srgb', ''));
    return { rgb: [red, green, blue].map((each) => (isShare ? each * 255 : each)), alpha };
  };
  const over = (above, alpha, below) => below.map((each, at) => alpha * above[at] + (1 - alpha) * each);
  const luminance = (rgb) => {
    const [red, green, blue] = rgb
      .map((each) => each / 255)
      .map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ratio = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((left, right) => left - right);
    return (light + 0.05) / (dark + 0.05);
  };
  const contrastOf = (element) => {
    const chain = [];
    for (let at = element; at !== null; at = at.parentElement) chain.unshift(at);
    let ground = [255, 255, 255];
    const groups = [];
    for (const each of chain) {
      const style = getComputedStyle(each);
      if (style.opacity !== '1') groups.unshift({ opacity: Number(style.opacity), behind: ground });
      const own = colour(style.backgroundColor);
      ground = over(own.rgb, own.alpha, ground);
    }
    const own = colour(getComputedStyle(element).color);
    let text = over(own.rgb, own.alpha, ground);
    for (const { opacity, behind } of groups) [text, ground] = [over(text, opacity, behind), over(ground, opacity, behind)];
    return ratio(text, ground);
  };
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (texts.currentNode.data.trim() === '' || element.getClientRects().length === 0) continue;
    const style = getComputedStyle(element);
    const size = Number.parseFloat(style.fontSize);
    const wanted = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    const contrast = contrastOf(element);
    if (!(contrast >= wanted)) found.push(contrast.toFixed(2) + ': ' + texts.currentNode.data);
  }
  return found;
})()`;

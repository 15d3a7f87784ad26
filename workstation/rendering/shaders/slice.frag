// One image as it was made: exact pixels at 1:1, values interpolated before the window when larger, averaged over a pixel's own
// area when smaller (taps x taps samples, tap_u and tap_v apart). Pixels without a value are black and count for nothing.
void main()
{
  vec3 px = vec3(viewport_pixel(), 1.0);
  vec2 uv = vec2(dot(to_u, px), dot(to_v, px));
  if (any(lessThan(uv, vec2(-0.5))) || any(greaterThanEqual(uv, base_size.xy - 0.5))) { gl_FragData[0] = vec4(0.0, 0.0, 0.0, 1.0); return; }
#if defined(base_GREYS)
  float g = base_direct(AT_fetch(uv));
#else
#if defined(NEAREST)
  float x = AT_nearest(uv);
#elif defined(AVERAGE)
  float x = 0.0;
  int n = int(taps);
#if defined(base_FLOAT)
  float seen = 0.0;
#endif
  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++) {
      float v = AT_bilinear(uv + (float(i) - 0.5 * float(n - 1)) * tap_u + (float(j) - 0.5 * float(n - 1)) * tap_v);
#if defined(base_FLOAT)
      if (base_none) continue;
      seen += 1.0;
#endif
      x += v;
    }
#if defined(base_FLOAT)
  x /= max(seen, 1.0);
  base_none = seen == 0.0;
#else
  x /= float(n * n);
#endif
#else
  float x = AT_bilinear(uv);
#endif
  float g = base_grey(x);
#if defined(base_FLOAT)
  if (base_none) g = 0.0;
#endif
#endif
  vec3 c = tint(g);
#if defined(PRESENTED)
  c = presented(c, uv);
#endif
  gl_FragData[0] = vec4(c, 1.0);
}

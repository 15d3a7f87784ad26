// One image as it was made: exact pixels at 1:1, values interpolated before the window when larger, averaged over a pixel's own
// area when smaller (taps x taps samples, tap_u and tap_v apart).
void main()
{
  vec3 px = vec3(viewport_pixel(), 1.0);
  vec2 uv = vec2(dot(to_u, px), dot(to_v, px));
  if (any(lessThan(uv, vec2(-0.5))) || any(greaterThanEqual(uv, base_size.xy - 0.5))) { gl_FragData[0] = vec4(0.0, 0.0, 0.0, 1.0); return; }
#if defined(NEAREST)
  float x = AT_nearest(uv);
#elif defined(AVERAGE)
  float x = 0.0;
  int n = int(taps);
  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++) x += AT_bilinear(uv + (float(i) - 0.5 * float(n - 1)) * tap_u + (float(j) - 0.5 * float(n - 1)) * tap_v);
  x /= float(n * n);
#else
  float x = AT_bilinear(uv);
#endif
#if defined(PRESENTED)
  gl_FragData[0] = vec4(presented(tint(base_grey(x)), uv), 1.0);
#else
  gl_FragData[0] = vec4(tint(base_grey(x)), 1.0);
#endif
}

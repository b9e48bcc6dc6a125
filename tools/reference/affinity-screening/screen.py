"""Screening of the affinity loss's defaults in JAX: the benchmark's MLP, with many forms of the loss. See README.md."""
import argparse, csv, gzip, json, sys, time
from functools import partial
import jax, jax.numpy as jnp, numpy as np

D = sys.argv[1]
def idx(p):
    b=gzip.open(p).read(); n=b[3]; s=[int.from_bytes(b[4+4*i:8+4*i],'big') for i in range(n)]
    return np.frombuffer(b,np.uint8,offset=4+4*n).reshape(s)
_m=None
def mnist():
    global _m
    if _m is None:
        x=idx(f'{D}/mnist/train-images-idx3-ubyte.gz').reshape(-1,784); y=idx(f'{D}/mnist/train-labels-idx1-ubyte.gz').astype(np.int32)
        r=np.random.default_rng(12345); val=np.concatenate([r.permutation(np.where(y==c)[0])[:500] for c in range(10)])
        m=np.ones(len(y),bool); m[val]=False
        _m=(x[m].astype(np.float32)/255,y[m],x[val].astype(np.float32)/255,y[val])
    return _m
def cut(x,y,counts,seed):
    r=np.random.default_rng(seed*7919+1)
    keep=np.concatenate([r.permutation(np.where(y==c)[0])[:k] for c,k in enumerate(counts)])
    keep=r.permutation(keep); return x[keep],y[keep]
def mnist_imb(frac,seed,per=10**9,rare=range(5)):
    x,y,vx,vy=mnist(); n=np.bincount(y)
    cnt=[int(round(min(n[c],per)*(frac if c in rare else 1))) for c in range(10)]
    a,b=cut(x,y,cnt,seed); return a,b,vx,vy,list(rare)
def mnist_noise(p,seed):
    x,y,vx,vy=mnist(); a,b=cut(x,y,[2000]*10,seed); r=np.random.default_rng(seed+99)
    f=r.random(len(b))<p; b=np.where(f,(b+r.integers(1,10,len(b)))%10,b).astype(np.int32)
    return a,b,vx,vy,[]
def table(name,seed):
    rows=[r for r in csv.reader(open(f'{D}/tabular/{name}.csv')) if r]
    X=np.array([r[:-1] for r in rows],float); lab=[r[-1] for r in rows]; u=sorted(set(lab)); y=np.array([u.index(l) for l in lab],np.int32)
    _,g=np.unique(X,axis=0,return_inverse=True); g=g.ravel()
    r=np.random.default_rng(seed); te=np.zeros(len(y),bool)
    for c in range(len(u)):
        gs=r.permutation(np.unique(g[y==c])); te|=np.isin(g,gs[:max(1,len(gs)//5)])
    m,s=X[~te].mean(0),X[~te].std(0)+1e-9; X=((X-m)/s).astype(np.float32)
    n=np.bincount(y); rare=[c for c in range(len(u)) if n[c]<.75*len(y)/len(u)]
    return X[~te],y[~te],X[te],y[te],rare
def load(name,seed):
    k=name.split(':')
    if k[0]=='imb': return mnist_imb(float(k[1])/100,seed, int(k[2]) if len(k)>2 else 10**9)
    if k[0]=='noise': return mnist_noise(float(k[1])/100,seed)
    return table(k[1],seed)

def simplex(C,d,rng):
    q,_=np.linalg.qr(rng.standard_normal((d,C)) if C<=d else rng.standard_normal((d,d)))
    v=np.eye(C)-1/C; v/=np.linalg.norm(v,axis=1,keepdims=True)
    return (v@q[:, :C].T).astype(np.float32)
def bn(x,g,b,mom,train):
    if train: m=x.mean(0); v=x.var(0)
    else: m,v=mom
    return (x-m)/jnp.sqrt(v+1e-3)*g+b,(m,v)
def init(kind,inp,C,rng,head):
    he=lambda *s,fan: (rng.standard_normal(s)*np.sqrt(2/fan)).astype(np.float32)
    p={}
    if kind=='mlp':
        p['w1']=he(inp,256,fan=inp);p['b1']=np.zeros(256,np.float32);p['w2']=he(256,128,fan=256);p['b2']=np.zeros(128,np.float32);p['w3']=he(128,64,fan=128)
        st={}
    else:
        for i,(a,b) in enumerate([(1,8),(8,16),(16,32)]):
            p[f'c{i}']=he(3,3,a,b,fan=9*a);p[f'g{i}']=np.ones(b,np.float32);p[f'o{i}']=np.zeros(b,np.float32)
        p['w3']=he(288,64,fan=288); st={f's{i}':(np.zeros(b,np.float32),np.ones(b,np.float32)) for i,b in enumerate((8,16,32))}
    p['g']=np.ones(64,np.float32);p['o']=np.zeros(64,np.float32); st['s']=(np.zeros(64,np.float32),np.ones(64,np.float32))
    if head=='lin': p['W']=(rng.uniform(-1,1,(64,C))*np.sqrt(6/(64+C))).astype(np.float32);p['bb']=np.zeros(C,np.float32)
    else: p['P']=simplex(C,64,rng)*8.
    return p,st
def embed(kind,p,st,x,train,unit=False):
    ns={}
    if kind=='mlp':
        h=jax.nn.relu(x@p['w1']+p['b1']);h=jax.nn.relu(h@p['w2']+p['b2'])
    else:
        h=x.reshape(-1,28,28,1)
        for i in range(3):
            h=jax.lax.conv_general_dilated(h,p[f'c{i}'],(1,1),'SAME',dimension_numbers=('NHWC','HWIO','NHWC'))
            if train: m=h.mean((0,1,2));v=h.var((0,1,2))
            else: m,v=st[f's{i}']
            ns[f's{i}']=(m,v); h=jax.nn.relu((h-m)/jnp.sqrt(v+1e-3)*p[f'g{i}']+p[f'o{i}'])
            n=h.shape[1]//2; h=h[:,:2*n,:2*n].reshape(h.shape[0],n,2,n,2,-1).max((2,4))
        h=h.reshape(h.shape[0],-1)
    f,s=bn(h@p['w3'],p['g'],p['o'],st['s'],train); ns['s']=s
    if train: ns=jax.tree.map(lambda o,n:.9*o+.1*n,st,ns)
    if unit: f=8*f/jnp.sqrt((f*f).sum(1,keepdims=True)+1e-9)
    return f,ns
def d2(f,w): return jnp.maximum((f*f).sum(1,keepdims=True)-2*f@w.T+(w*w).sum(1),0)
def aff_loss(d,y1,q,c,lam0):
    # d affinities, q counts share*C (1 = equal), c hyper dict
    own=(d*y1).sum(1,keepdims=True); oth=d*(1-y1)
    lq=jnp.log(q); lqy=(y1*lq).sum(1,keepdims=True)
    amp=jnp.exp(jnp.clip(c['amp']*(lq-lqy),-c['clip'],c['clip']))
    gap=jnp.mean(jnp.abs(own-(oth-y1).max(1,keepdims=True)))
    lam=jnp.where(lam0>0,lam0,jnp.maximum(.05,-lam0*gap))
    lam_y=lam+c['mrg']*jnp.clip(lq-lqy,-10,10)
    ex=(lam_y+amp*oth-own)
    per=(jnp.maximum(ex,0)*(1-y1)).sum(1)
    act=((ex>0)*(1-y1)).sum(1).mean()/(d.shape[1]-1)
    w=jnp.exp(-c['wt']*lqy[:,0]); 
    return (w*per), w, act
def widths(p,c,q,sig,at):
    # sigma of each class: by its count, over time (ratio to its start at the end, by powers), and trained
    own=q**c['sigCount']; own=own/own.mean()
    return sig*own*c['sigEnd']**at*jnp.exp(p['ls'] if 'ls' in p else 0.)
def head_loss(kind,p,f,y,C,c,q,unit,sig,at):
    y1=jax.nn.one_hot(y,C)
    if 'W' in p:
        z=f@p['W']+p['bb']+c['adj']*jnp.log(q)
        per=-(jax.nn.log_softmax(z)*y1).sum(1); w=jnp.exp(-c['wt']*(y1*jnp.log(q)).sum(1)); return (w*per).mean(),0.
    P=p['P']; 
    d=jnp.exp(-d2(f,P)/widths(p,c,q,sig,at))
    per,w,act=aff_loss(d,y1,q,c,c['lam']+(c['lamEnd']-c['lam'])*at)
    mu=P.mean(0); cc=P-mu; Cn=C
    D=d2(P,P); m=(D.sum())/(Cn*Cn-Cn); R=((D-m)**2*(1-jnp.eye(Cn))).sum()/(Cn*Cn-Cn)/m**2
    return per.mean()+c['R']*R,act
@partial(jax.jit,static_argnames=('kind','C','steps','B','unit'))
def train(kind,C,B,p,st,x,y,order,steps,c,q,lr0,total,step0,opt,unit,sig):
    def one(carry,i):
        p,st,m,v=carry; r=jax.lax.dynamic_slice(order,(i*B,),(B,)); xb=x[r];yb=y[r]
        def L(p):
            f,ns=embed(kind,p,st,xb,True,unit); l,act=head_loss(kind,p,f,yb,C,c,q,unit,sig,(step0+i)/total); return l,(ns,act)
        (l,(ns,act)),g=jax.value_and_grad(L,has_aux=True)(p)
        t=step0+i; lr=lr0*.5*(1+jnp.cos(jnp.pi*t/total))
        m=jax.tree.map(lambda a,b:.9*a+.1*b,m,g); v=jax.tree.map(lambda a,b:.999*a+.001*b*b,v,g)
        k=lr*jnp.sqrt(1-.999**(t+1.))/(1-.9**(t+1.))
        np_={n:p[n]-k*(c['step'] if n=='P' else c['sigStep'] if n=='ls' else 1.)*m[n]/(jnp.sqrt(v[n])+1e-7) for n in p}
        return (np_,ns,m,v),(l,act)
    (p,st,m,v),(ls,acts)=jax.lax.scan(one,(p,st,*opt),jnp.arange(steps))
    return p,st,(m,v),ls,acts
@partial(jax.jit,static_argnames=('kind','unit'))
def emb_eval(kind,p,st,x,unit=False): return embed(kind,p,st,x,False,unit)[0]
def metrics(pred,y,C,rare):
    rec=np.array([(pred[y==c]==c).mean() for c in range(C)]); pre=np.array([((y==c)&(pred==c)).sum()/max(1,(pred==c).sum()) for c in range(C)])
    f1=2*rec*pre/np.maximum(rec+pre,1e-12)
    r=dict(acc=(pred==y).mean()*100,f1=f1.mean()*100,bal=rec.mean()*100,gm=np.prod(rec)**(1/C)*100)
    if rare: r['rare']=rec[rare].mean()*100
    return {k:round(float(v),2) for k,v in r.items()}
DEF=dict(lam=-.6,amp=0.,clip=10.,mrg=0.,wt=0.,R=1.,step=30.,sig=.5,adj=0.,lr=1e-3,rad=1.,lamEnd=None,sigEnd=1.,sigCount=0.,sigTrained=0,sigStep=1.,unit=0,balanced=0,countsSeen=0)
def run(data,head,hyper,seed,steps=None,epochs=None,kind='mlp',B=128):
    c={**DEF,**hyper}; x,y,vx,vy,rare=load(data,seed); C=int(y.max())+1; n=len(y)
    B=min(B,n); spe=max(1,int(np.ceil(n/B))); total=steps or epochs*spe; total=max(total,1)
    rng=np.random.default_rng(seed*31+5); p,st=init(kind,x.shape[1],C,rng,head)
    orng=np.random.default_rng(seed+1000); order=np.concatenate([orng.permutation(n) for _ in range(total*B//n+1)])[:total*B].astype(np.int32)
    if c['balanced']:
        # every class as often: drawn with replacement within the class
        which=orng.integers(0,C,total*B); order=np.zeros(total*B,np.int32)
        for k in range(C): order[which==k]=orng.choice(np.where(y==k)[0],(which==k).sum())
    p=jax.tree.map(jnp.asarray,p);st=jax.tree.map(jnp.asarray,st); cnt=np.bincount(y,minlength=C); q=jnp.asarray(cnt/cnt.mean() if not c['countsSeen'] else np.ones(C),jnp.float32)
    opt=(jax.tree.map(jnp.zeros_like,p),jax.tree.map(jnp.zeros_like,p)); unit=bool(c['unit']);sig=1.
    if c['lamEnd'] is None: c['lamEnd']=c['lam']
    if c['sigTrained']: p['ls']=jnp.zeros(()) if c['sigTrained']==1 else jnp.zeros(C)
    opt=(jax.tree.map(jnp.zeros_like,p),jax.tree.map(jnp.zeros_like,p))
    xj=jnp.asarray(x);yj=jnp.asarray(y)
    if head!='lin':
        f,_=embed(kind,p,st,xj[order[:B]],True,unit); f=np.asarray(f); cen=f.mean(0); dev=np.sqrt(((f-cen)**2).mean()); p['P']=jnp.asarray(np.asarray(p['P'])*dev*c['rad']+cen)
        step=c['step']*dev; c['step']=float(step); D=np.asarray(d2(jnp.asarray(f),p['P'])); sig=float(c['sig']*D.mean())
    cj={k:jnp.float32(v) for k,v in c.items()}
    t0=time.time(); p,st,opt,ls,acts=train(kind,C,B,p,st,xj,yj,jnp.asarray(order),total,cj,q,c['lr'],float(total),0.,opt,unit,sig)
    fv=np.asarray(emb_eval(kind,p,st,jnp.asarray(vx),unit));
    if head=='lin': s=fv@np.asarray(p['W'])+np.asarray(p['bb'])
    else: s=-np.asarray(d2(jnp.asarray(fv),p['P'])/widths(p,cj,q,1.,1.))
    r=metrics(s.argmax(1),vy,C,rare)
    ft=np.asarray(emb_eval(kind,p,st,xj,unit)); mu=np.stack([ft[y==k].mean(0) for k in range(C)]); r['nm']=metrics((-np.asarray(d2(jnp.asarray(fv),jnp.asarray(mu)))).argmax(1),vy,C,rare)['acc']
    if head!='lin': r['act']=round(float(np.asarray(acts)[-20:].mean()),2); r['pmd']=[round(float(np.sqrt(((mu-np.asarray(p['P']))**2).sum(1)).mean()),2),round(float(np.sqrt(np.asarray(d2(p['P'],p['P'])).max())),2)]
    if 'ls' in p: r['sigma']=np.round(np.exp(np.asarray(p['ls'])),2).tolist()
    r['s']=round(time.time()-t0,1); return r

NAMES = dict(margin='lam', countMargin='mrg', countWeight='wt', countFactor='amp', sigmaShare='sig', radiusShare='rad',
             diversityWeight='R', prototypeStep='step', logitAdjustment='adj', marginEnd='lamEnd', sigmaEnd='sigEnd',
             sigmaCount='sigCount', sigmaTrained='sigTrained', sigmaStep='sigStep', unitNorm='unit', balancedBatches='balanced',
             equalCounts='countsSeen')
if __name__ == '__main__':
    a = argparse.ArgumentParser()
    a.add_argument('folder'); a.add_argument('data'); a.add_argument('options', nargs='*')
    a.add_argument('--softmax', action='store_true'); a.add_argument('--steps', type=int); a.add_argument('--epochs', type=int)
    a.add_argument('--seed', type=int, default=1)
    g = a.parse_intermixed_args()
    hyper = {NAMES[k]: -0.6 if v == 'auto' else float(v) for k, v in (o.split('=') for o in g.options)}
    print(json.dumps(run(g.data, 'lin' if g.softmax else 'aff', hyper, g.seed, steps=g.steps, epochs=g.epochs)))
